package io.rapport.purge.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.contracts.purge.PurgeStep;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CaseStateTest {

    @Test
    void theWayLeadsThroughEveryStateInOrder() {
        List<CaseState> way = new ArrayList<>(List.of(CaseState.WITHDRAWN));
        while (!way.getLast().finished()) {
            way.add(way.getLast().next());
        }

        assertThat(way).containsExactly(CaseState.values());
    }

    @Test
    void theStepsAreOrderedFenceFirstAndTheKeyIsDestroyedBeforeAnythingIsDropped() {
        List<PurgeStep> steps = new ArrayList<>();
        for (CaseState state : CaseState.values()) {
            state.step().ifPresent(steps::add);
        }

        assertThat(steps).containsExactly(PurgeStep.values());
        assertThat(steps.indexOf(PurgeStep.SHRED)).isLessThan(steps.indexOf(PurgeStep.DROP));
    }

    @ParameterizedTest
    @EnumSource(CaseState.class)
    void nothingIsSkippedAndNothingIsCancelled(CaseState from) {
        Set<CaseState> allowed = EnumSet.noneOf(CaseState.class);
        if (!from.finished()) {
            allowed.add(from.next());
        }
        if (from == CaseState.DROPPED) {
            allowed.add(CaseState.FENCED);
        }

        for (CaseState to : CaseState.values()) {
            assertThat(from.mayMoveTo(to)).as("%s to %s", from, to).isEqualTo(allowed.contains(to));
        }
    }

    @Test
    void onlyAVerificationThatFindsLeftoversLeadsBack() {
        assertThat(CaseState.DROPPED.afterLeftovers()).isEqualTo(CaseState.FENCED);
        assertThatThrownBy(CaseState.SHREDDED::afterLeftovers).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(CaseState.BACKUPS_VERIFIED::next).isInstanceOf(IllegalStateException.class);
    }
}
