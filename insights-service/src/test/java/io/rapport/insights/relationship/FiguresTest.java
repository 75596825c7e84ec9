package io.rapport.insights.relationship;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.Meeting;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 1, 31);
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Instant MEETING = Instant.parse("2026-01-20T09:00:00Z");

    @Test
    void threeOfUsAndTwoOfThemInHalfAnHourAreNinetyMinutesOursAndThirtyTheirs() {
        List<Stretch> stretches = new ArrayList<>();
        for (int mailbox = 1; mailbox <= 3; mailbox++) {
            for (int contact = 1; contact <= 2; contact++) {
                stretches.add(new Mail(TODAY.minusMonths(1))
                        .meeting(77, MEETING, 30, true)
                        .stretch(mailbox, contact));
            }
        }

        Figures figures = Figures.of(stretches, NOW);

        assertThat(figures.minutesByTeam()).isEqualTo(90);
        assertThat(figures.minutesByCustomer()).isEqualTo(30);
        assertThat(figures.meetings()).isEqualTo(1);
        assertThat(figures.meetingsByUs()).isEqualTo(1);
    }

    @Test
    void mailTakesFiveMinutesToWriteAndTwoAndAHalfToRead() {
        Figures figures = Figures.of(
                List.of(new Mail(TODAY.minusDays(9))
                        .day(TODAY.minusDays(1), 2, 4)
                        .stretch(1, 1)),
                NOW);

        assertThat(figures.minutesByTeam()).isEqualTo(2 * 5 + 4 * 2.5);
        assertThat(figures.minutesByCustomer()).isEqualTo(4 * 5 + 2 * 2.5);
        assertThat(figures.sentToReceived()).isEqualTo(0.5);
        assertThat(figures.receivedToSent()).isEqualTo(2);
    }

    @Test
    void withoutAnythingEverythingIsZeroOrUnknown() {
        Figures figures = Figures.of(List.of(), NOW);

        assertThat(figures.emailsSent()).isZero();
        assertThat(figures.sentToReceived()).isNull();
        assertThat(figures.lastInteraction()).isNull();
        assertThat(figures.responsesByUs().rate()).isNull();
        assertThat(Series.of(List.of(), NOW).days()).isEmpty();
    }

    @Test
    void aMeetingAheadIsTheNextInteractionAndCountsInNoOtherFigure() {
        Instant ahead = NOW.plus(Duration.ofHours(3));
        Figures figures = Figures.of(
                List.of(new Mail(TODAY.minusDays(9))
                        .day(TODAY.minusDays(1), 1, 0)
                        .meeting(5, ahead, 60, true)
                        .stretch(1, 1)),
                NOW);

        assertThat(figures.nextInteraction()).isEqualTo(new Interaction(ahead, Kind.MEETING, Side.US));
        assertThat(figures.meetings()).isZero();
        assertThat(figures.lastAt()).isBefore(NOW);
    }

    @Test
    void daysAndWeeksAddUpToTheTotalsAndWeeksBeginOnMonday() {
        Instant call = Instant.parse("2026-01-21T10:00:00Z");
        Stretch phoned = new Stretch(
                1,
                1,
                LocalDate.of(2026, 1, 21),
                ContactFacts.newBuilder()
                        .setFirstAt(call.getEpochSecond())
                        .setLastAt(call.getEpochSecond())
                        .build(),
                List.of(Meeting.newBuilder()
                        .setMeeting(3)
                        .setStart(call.getEpochSecond())
                        .setMinutes(12)
                        .setWeight(65_536)
                        .build()));
        List<Stretch> stretches = List.of(
                new Mail(LocalDate.of(2026, 1, 1))
                        .day(LocalDate.of(2026, 1, 4), 1, 0)
                        .day(LocalDate.of(2026, 1, 5), 2, 3)
                        .replyByUs(Instant.parse("2026-01-04T23:00:00Z"), 7_200)
                        .meeting(7, MEETING, 30, true)
                        .stretch(1, 1),
                phoned);

        Series series = Series.of(stretches, NOW);
        Figures figures = Figures.of(stretches, NOW);

        assertThat(series.weeks())
                .extracting(Slice::from)
                .containsExactly(LocalDate.of(2025, 12, 29), LocalDate.of(2026, 1, 5), LocalDate.of(2026, 1, 19));
        for (List<Slice> slices : List.of(series.days(), series.weeks())) {
            Slice all = slices.stream().reduce(Slice.empty(TODAY), Slice::plus);
            assertThat(all.emailsSent()).isEqualTo(figures.emailsSent()).isEqualTo(3);
            assertThat(all.callsByThem()).isEqualTo(figures.callsByThem()).isEqualTo(1);
            assertThat(all.minutesByTeam()).isEqualTo(figures.minutesByTeam()).isEqualTo(3 * 5 + 3 * 2.5 + 30 + 12);
            assertThat(all.minutesByCustomer()).isEqualTo(3 * 5 + 3 * 2.5 + 30 + 12);
            assertThat(all.repliesByUs()).isEqualTo(figures.responsesByUs().answered());
        }
        assertThat(series.weeks().get(1).repliesByUs()).isEqualTo(1);
        assertThat(figures.lastInteraction()).isEqualTo(new Interaction(call, Kind.CALL, Side.THEM));
    }

    @Test
    void anAnswerInALaterWindowIsFoundAndTheMedianStandsBesideTheMean() {
        Instant asked = Instant.parse("2025-12-31T22:00:00Z");
        List<Stretch> stretches = List.of(
                new Mail(LocalDate.of(2025, 12, 1))
                        .day(LocalDate.of(2025, 12, 31), 0, 3, 0, 3)
                        .replyByUs(asked.minusSeconds(90_000), 3_600)
                        .replyByUs(asked.minusSeconds(80_000), 7_200)
                        .waitingForUs(42, asked)
                        .stretch(1, 1),
                new Mail(LocalDate.of(2026, 1, 1))
                        .answerByUs(42, asked.plus(Duration.ofHours(12)))
                        .answerByUs(43, asked.plus(Duration.ofHours(1)))
                        .day(LocalDate.of(2026, 1, 1), 1, 0)
                        .stretch(1, 1),
                new Mail(LocalDate.of(2026, 1, 1))
                        .answerByUs(42, asked.plus(Duration.ofHours(2)))
                        .day(LocalDate.of(2026, 1, 1), 1, 0)
                        .stretch(2, 1));

        Responses byUs = Figures.of(stretches, NOW).responsesByUs();

        assertThat(byUs).isEqualTo(new Responses(3, 3, 1.0, 2.0, 5.0));
    }

    @Test
    void anAnswerAfterFourteenDaysIsNone() {
        Instant asked = Instant.parse("2025-12-31T00:00:00Z");
        List<Stretch> stretches = List.of(
                new Mail(LocalDate.of(2025, 12, 1))
                        .day(LocalDate.of(2025, 12, 31), 0, 1, 0, 1)
                        .waitingForUs(42, asked)
                        .stretch(1, 1),
                new Mail(LocalDate.of(2026, 1, 1))
                        .answerByUs(42, asked.plus(Duration.ofDays(14)).plusSeconds(1))
                        .stretch(1, 1));

        assertThat(Figures.of(stretches, NOW).responsesByUs().answered()).isZero();
    }

    /** The same conversation, cut at any days into windows, and the windows in any order: the same answers. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void responsesDoNotDependOnHowTimeWasCut(long seed) {
        Random random = new Random(seed);
        long start = TODAY.minusDays(90).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        TreeMap<Long, Boolean> mail = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            mail.put(start + random.nextLong(90L * 86_400), random.nextBoolean());
        }
        List<Stretch> whole = Cutting.fold(mail, TODAY.minusDays(90), List.of(90));
        List<Integer> lengths = new ArrayList<>();
        for (int left = 90; left > 0; left -= lengths.getLast()) {
            lengths.add(Math.min(left, 1 + random.nextInt(30)));
        }
        List<Stretch> cut = new ArrayList<>(Cutting.fold(mail, TODAY.minusDays(90), lengths));
        Collections.shuffle(cut, random);

        Figures expected = Figures.of(whole, NOW);
        assertThat(expected.responsesByUs().answered()).isPositive();
        assertThat(Figures.of(cut, NOW))
                .as("seed %d, windows %s", seed, lengths)
                .isEqualTo(expected);
    }
}
