package io.rapport.purge.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.contracts.purge.CaseKind;
import io.rapport.contracts.purge.PurgeStep;
import io.rapport.purge.deletion.CaseState;
import io.rapport.purge.deletion.CaseView;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToldTest {

    @Test
    void whatIsDeletedAndWhyIsSaid() {
        assertThat(told(Cases.moving(CaseKind.EPOCH)).what()).isEqualTo("Everything of consent 2");
        assertThat(told(Cases.moving(CaseKind.MAILBOXES)).what()).isEqualTo("2,000 mailboxes of consent 2");
        assertThat(told(Cases.moving(CaseKind.MAILBOXES)).why()).isEqualTo("Their users switched sharing off.");
        assertThat(told(Cases.finished(CaseKind.PERSON)).what()).isEqualTo("An outside person in consent 2");
    }

    @Test
    void clocksAreWords() {
        Deadline ahead = told(Cases.moving(CaseKind.EPOCH)).deadlines().getFirst();
        assertThat(ahead.left()).isEqualTo("23 h 7 min left");
        assertThat(ahead.risk()).isEqualTo("on time");
        assertThat(ahead.gone()).isEqualTo(4);

        Deadline missed = told(Cases.missed()).deadlines().getFirst();
        assertThat(missed.left()).isEqualTo("2 h 0 min too late");
        assertThat(missed.risk()).startsWith("missed");
        assertThat(missed.gone()).isEqualTo(100);
        assertThat(missed.running()).isTrue();

        Deadline met = told(Cases.finished(CaseKind.EPOCH)).deadlines().getFirst();
        assertThat(met.left()).isEqualTo("Verified 28 Nov 2026, 08:30 UTC");
        assertThat(met.running()).isFalse();
    }

    @Test
    void whatACaseWaitsForNamesServicesAndSteps() {
        assertThat(told(Cases.moving(CaseKind.EPOCH)).waiting())
                .isEqualTo("“End what is under way” from ingestion-service: not now, insights-service");
        assertThat(CaseWords.waiting("INSIGHTS cannot be reached")).isEqualTo("insights-service cannot be reached");
        assertThat(told(Cases.finished(CaseKind.EPOCH)).waiting()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PurgeStep.class)
    void everyStepHasAName(PurgeStep step) {
        assertThat(CaseWords.step(step.name())).isNotEqualTo(step.name());
        assertThat(CaseWords.waiting(step + " by CONSENT"))
                .doesNotContain(step.name())
                .endsWith("consent-service");
    }

    @ParameterizedTest
    @EnumSource(CaseState.class)
    void everyStateReachedHasAName(CaseState state) {
        CaseView.Event event = new CaseView.Event(Cases.DECIDED, state.name(), "", Cases.DIGEST);

        if (state != CaseState.WITHDRAWN) {
            assertThat(CaseWords.event(event, CaseKind.EPOCH)).isNotEqualTo(state.name());
        }
    }

    @Test
    void stagesStandInOrderWithTheCurrentOneMarked() {
        List<Told.Stage> stages = told(Cases.moving(CaseKind.EPOCH)).stages();

        assertThat(stages).hasSize(8);
        assertThat(stages.getFirst().passed()).isTrue();
        assertThat(stages.getFirst().at()).isEqualTo(Cases.DECIDED.plusSeconds(180));
        assertThat(stages).filteredOn(Told.Stage::current).containsExactly(stages.get(1));
        assertThat(told(Cases.finished(CaseKind.EPOCH)).stages()).allMatch(Told.Stage::passed);
        assertThat(told(Cases.finished(CaseKind.PERSON)).stages()).hasSize(3);
    }

    @Test
    void noKeyIsSaidToBeDestroyedWhereTheEpochGoesOn() {
        for (CaseState state : CaseState.values()) {
            CaseView.Event event = new CaseView.Event(Cases.DECIDED, state.name(), "", Cases.DIGEST);
            assertThat(CaseWords.event(event, CaseKind.MAILBOXES)).doesNotContainIgnoringCase("destroy");
            assertThat(CaseWords.stage(state, CaseKind.MAILBOXES)).doesNotContainIgnoringCase("destroy");
            assertThat(CaseWords.now(state, CaseKind.MAILBOXES)).doesNotContainIgnoringCase("destroy");
        }
    }

    @Test
    void theHistoryNamesNobody() {
        List<Told.Happening> history = told(Cases.moving(CaseKind.EPOCH)).history();

        assertThat(history.get(2).what()).isEqualTo("Put on hold");
        assertThat(history.get(2).detail()).isEqualTo("a court asked");
        assertThat(history.get(3).detail()).isEmpty();
        assertThat(history.get(4).what()).isEqualTo("Something was left; ordered again");
    }

    @Test
    void aListLooksAsOftenAsItsCasesMove() {
        Told moving = told(Cases.moving(CaseKind.EPOCH));
        Told waiting = told(Cases.waitingForBackups());
        Told finished = told(Cases.finished(CaseKind.EPOCH));

        assertThat(Told.every(List.of(finished, waiting, moving))).isEqualTo("3s");
        assertThat(Told.every(List.of(finished, waiting))).isEqualTo("30s");
        assertThat(Told.every(List.of(finished))).isEmpty();
        assertThat(Told.every(List.of())).isEmpty();
        assertThat(told(Cases.held()).every()).isEqualTo("30s");
    }

    private static Told told(CaseView view) {
        return new Told(view, true);
    }
}
