package io.rapport.insights.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.insights.relationship.Figures;
import io.rapport.insights.relationship.Interaction;
import io.rapport.insights.relationship.Kind;
import io.rapport.insights.relationship.Responses;
import io.rapport.insights.relationship.Side;
import io.rapport.insights.relationship.Slice;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SentenceTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-28");
    private static final Responses NONE = new Responses(0, 0, null, null, null);

    @Test
    void aLivelyRelationshipIsToldWhole() {
        List<Slice> days = List.of(
                slice(TODAY.minusDays(400), 90, 90, 9, 0),
                slice(TODAY.minusDays(30), 20, 22, 2, 0),
                slice(TODAY.minusDays(4), 0, 0, 1, 1));

        assertThat(told(days, last(Kind.MEETING, Side.US, 4), null, answers(2.2), answers(4.6)))
                .isEqualTo(
                        "You and your colleagues exchanged 42 mails with Kim, met 3 times and spoke once on the phone"
                                + " in the last year; the last was a meeting 4 days ago; they usually answer within 5 hours, you"
                                + " within 3 hours.");
    }

    @Test
    void oneWayMailIsSaidToBeThat() {
        assertThat(told(List.of(slice(TODAY, 1, 0, 0, 0)), last(Kind.EMAIL, Side.US, 0), null, NONE, NONE))
                .isEqualTo("You and your colleagues sent Kim 1 mail and got none back in the last year; the last was a"
                        + " mail to them today.");
        assertThat(told(List.of(slice(TODAY, 0, 3, 0, 0)), last(Kind.EMAIL, null, 1), null, answers(0.001), NONE))
                .isEqualTo("You and your colleagues got 3 mails from Kim and sent none in the last year; the last was a"
                        + " mail yesterday; you usually answer within 1 minute.");
    }

    @Test
    void whatLiesLongBackOrAheadIsToldAsSuch() {
        assertThat(told(
                        List.of(slice(TODAY.minusDays(400), 5, 5, 0, 0)),
                        last(Kind.EMAIL, Side.THEM, 400),
                        new Interaction(Instant.parse("2026-12-03T09:00:00Z"), Kind.MEETING, Side.THEM),
                        NONE,
                        answers(70.5)))
                .isEqualTo(
                        "You and your colleagues had nothing with Kim in the last year; the last was a mail from them"
                                + " 400 days ago; they usually answer within 3 days; the next meeting is on 3 Dec 2026.");
        assertThat(told(List.of(), null, null, NONE, NONE))
                .isEqualTo("You and your colleagues had nothing with Kim in the last year.");
    }

    @Test
    void thoseWhoOnlyMetOrCalledAreNamed() {
        assertThat(told(List.of(slice(TODAY, 0, 0, 2, 0)), null, null, NONE, NONE))
                .isEqualTo("You and your colleagues met Kim twice in the last year.");
        assertThat(told(List.of(slice(TODAY, 0, 0, 0, 1)), null, null, NONE, NONE))
                .isEqualTo("You and your colleagues spoke with Kim once on the phone in the last year.");
    }

    private static String told(
            List<Slice> days,
            @Nullable Interaction last,
            @Nullable Interaction next,
            Responses ours,
            Responses theirs) {
        return Sentence.of(
                "Kim", new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, ours, theirs, null, null, null, last, next), days, NOW);
    }

    private static Slice slice(LocalDate day, long sent, long received, long meetings, long calls) {
        return new Slice(day, sent, received, meetings, 0, 0, calls, 0, 0, 0, 0);
    }

    private static Interaction last(Kind kind, @Nullable Side side, int daysAgo) {
        return new Interaction(NOW.minusSeconds(daysAgo * 86_400L), kind, side);
    }

    private static Responses answers(double medianHours) {
        return new Responses(10, 8, 0.8, medianHours, medianHours);
    }
}
