package io.rapport.ingestion.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.ingestion.batch.IngestionView;
import io.rapport.ingestion.fetch.ClosedFieldList;
import org.junit.jupiter.api.Test;

class StandingTest {

    @Test
    void everyStateIsASentence() {
        assertThat(told(Views.without("NONE", "")).sentence()).startsWith("Nothing is read.");
        assertThat(told(Views.without("PLANNING", "")).sentence()).startsWith("Reading is being planned");
        assertThat(told(Views.running(3)).sentence()).isEqualTo("3 of 12 months are read.");
        assertThat(told(Views.running(12)).sentence()).contains("the days since consent are being read now");
        assertThat(told(Views.done()).sentence()).startsWith("All 12 months are read");
        assertThat(told(Views.without("CANCELLED", "")).sentence()).startsWith("Consent was withdrawn.");
    }

    @Test
    void whatStandsInTheWayIsNamedWithWhatMendsIt() {
        assertThat(told(Views.paused()).sentence())
                .isEqualTo("Reading is paused. " + "The organisation no longer has the licences that consent needs.");
        assertThat(told(Views.paused()).remedy()).contains("once the licences are back");
        assertThat(told(Views.without("STOPPED", "permission-missing")).remedy())
                .contains("Microsoft Entra");
        assertThat(told(Views.without("STOPPED", "http-503")).sentence()).contains("error 503");
        assertThat(told(Views.done()).remedy()).isEmpty();
    }

    @Test
    void onlyWhatMovesIsLookedAtOften() {
        assertThat(told(Views.running(3)).every()).isEqualTo("2s");
        assertThat(told(Views.paused()).every()).isEqualTo("30s");
        assertThat(told(Views.done()).every()).isEmpty();
        assertThat(told(Views.without("CANCELLED", "")).every()).isEmpty();
    }

    @Test
    void monthsAreCountedWithoutTheDaysAfterThem() {
        Standing done = told(Views.done());

        assertThat(done.months()).hasSize(12);
        assertThat(done.monthsRead()).isEqualTo(12);
        assertThat(done.settled()).isEqualTo(done.units()).isEqualTo(96);
        assertThat(done.months().getFirst().days()).isEqualTo("28 Oct 2026 – 27 Nov 2026");
        assertThat(told(Views.running(3)).settled()).isEqualTo(24);
    }

    @Test
    void theDaysSinceConsentAreASentence() {
        assertThat(told(Views.running(3)).days()).isEqualTo("The day of consent is read as soon as it is over.");
        assertThat(told(Views.paused()).days()).isEqualTo("2 days since consent are over; none is read yet.");
        assertThat(told(Views.done()).days())
                .isEqualTo("Every day since consent is read, up to and including 30 Nov 2026.");
    }

    @Test
    void theKindsOfEmailsAddUpToAllMessages() {
        assertThat(told(Views.done()).emails().stream()
                        .limit(6)
                        .mapToLong(kind -> kind.emails() == null ? 0 : kind.emails())
                        .sum())
                .isEqualTo(Views.done().counts().messages());
    }

    @Test
    void reasonsAreWords() {
        assertThat(Reasons.ofUnit("calendar-access-denied"))
                .isEqualTo(
                        "The mail is read, the meetings are not. A policy of the tenant keeps Rapport out of the mailbox.");
        assertThat(Reasons.ofUnit("http-504")).isEqualTo("Microsoft 365 kept answering with error 504.");
        assertThat(Reasons.ofUnit("something-new")).isEqualTo("Reason: something-new.");
    }

    @Test
    void onlyAdministratorsMayTryAgainAndOnlyWhatWasGivenUp() {
        assertThat(new Standing(Views.done(), true).retryable()).isTrue();
        assertThat(new Standing(Views.done(), false).retryable()).isFalse();
        assertThat(new Standing(Views.running(3), true).retryable()).isFalse();
    }

    @Test
    void everyPropertyOfTheClosedListIsExplained() {
        assertThat(AskedFor.all(ClosedFieldList.all()))
                .hasSize(4)
                .allSatisfy(group -> assertThat(group.properties())
                        .isNotEmpty()
                        .allSatisfy(property -> assertThat(property.purpose()).endsWith(".")));
    }

    private static Standing told(IngestionView view) {
        return new Standing(view, true);
    }
}
