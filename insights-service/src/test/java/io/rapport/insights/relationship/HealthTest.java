package io.rapport.insights.relationship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rapport.insights.settings.Settings;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 1, 31);
    private static final Settings.Health SETTINGS = Settings.DEFAULT.health();

    @Test
    void onRhythmIsExactlySixtyAndGood() {
        assertThat(Health.score(1, 60)).isEqualTo(60);
        assertThat(Health.grade(Health.score(1, 60), SETTINGS)).isEqualTo(Health.Grade.GOOD);
    }

    @Test
    void fourNinthsOfTheRhythmIsFortyAndTheEdgeOfFair() {
        assertThat(Health.score(4 / 9.0, 60)).isCloseTo(40, within(1e-12));
        assertThat(Health.grade(40, SETTINGS)).isEqualTo(Health.Grade.FAIR);
        assertThat(Health.grade(Math.nextDown(40.0), SETTINGS)).isEqualTo(Health.Grade.POOR);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theScoreRisesWithTheStrengthFromZeroAndNeverReachesAHundred(long seed) {
        Random random = new Random(seed);
        assertThat(Health.score(0, 60)).isZero();
        assertThat(Health.score(1e300, 60)).isLessThan(100);
        for (int i = 0; i < 1_000; i++) {
            double x = Math.pow(10, random.nextDouble(-6, 9));
            assertThat(Health.score(x, 60)).as("seed %d, x %s", seed, x).isBetween(0d, Math.nextDown(100d));
            assertThat(Health.score(x * 1.5, 60)).isGreaterThanOrEqualTo(Health.score(x, 60));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 30, 50, 60, 75, 99})
    void onRhythmIsExactlyWhereGoodBeginsWhereverThatIs(int goodFrom) {
        assertThat(Health.score(1, goodFrom)).isEqualTo(goodFrom);
        assertThat(Health.score(0, goodFrom)).isZero();
        assertThat(Health.score(1e300, goodFrom)).isLessThan(100);
    }

    @Test
    void anIntervalKeepsUpTheSameStrengthWhateverItsLength() {
        assertThat(Health.expected()).isCloseTo(5.7708, within(1e-4));
    }

    @Test
    void silenceTakesSixtyToFortyInThirtyThreeDays() {
        // x = 1 decays by the half-life of 28 days; 4/9 is reached after 28·log2(9/4) days.
        double atThirtyTwo = Health.score(Math.pow(0.5, 32 / 28.0), 60);
        double atThirtyThree = Health.score(Math.pow(0.5, 33 / 28.0), 60);

        assertThat(atThirtyTwo).isGreaterThan(40);
        assertThat(atThirtyThree).isLessThan(40);
    }

    @Test
    void belowThreeInteractionsThereIsNoScore() {
        Health health = Health.of(Activity.of(List.of(weeks(2).stretch(1, 1))), TODAY, SETTINGS, true);

        assertThat(health.score()).isNull();
        assertThat(health.grade()).isEqualTo(Health.Grade.NOT_ENOUGH_INFO);
        assertThat(health.trend()).isEqualTo(Health.Trend.NOT_ENOUGH_INFO);
    }

    @Test
    void theTermsOfTheExplanationAddUpToTheStrengthAndTheScore() {
        Health health = Health.of(Activity.of(List.of(weeks(30).stretch(1, 1))), TODAY, SETTINGS, true);

        Health.Explanation why = health.explanation();
        assertThat(why.terms().stream().mapToDouble(Health.Term::points).sum())
                .isCloseTo(why.strength(), within(1e-9))
                .isCloseTo(why.ours() + why.theirs(), within(1e-9));
        assertThat(why.effective()).isCloseTo(why.strength() * (0.25 + 0.75 * why.reciprocity()), within(1e-9));
        assertThat(health.score()).isCloseTo(100 * why.x() / (why.x() + 2 / 3.0), within(1e-9));
    }

    @Test
    void aRelationshipGoneSilentDeclinesAndANewOneImproves() {
        Mail silent = new Mail(TODAY.minusDays(300));
        for (int day = 60; day < 300; day += 7) {
            silent.day(TODAY.minusDays(day), 1, 1);
        }
        Mail young =
                new Mail(TODAY.minusDays(20)).day(TODAY.minusDays(15), 2, 2).day(TODAY.minusDays(3), 2, 2);

        assertThat(Health.of(Activity.of(List.of(silent.stretch(1, 1))), TODAY, SETTINGS, true)
                        .trend())
                .isEqualTo(Health.Trend.DECLINING);
        assertThat(Health.of(Activity.of(List.of(young.stretch(1, 1))), TODAY, SETTINGS, true)
                        .trend())
                .isEqualTo(Health.Trend.IMPROVING);
        assertThat(Health.of(Activity.of(List.of(weeks(60).stretch(1, 1))), TODAY, SETTINGS, true)
                        .trend())
                .isEqualTo(Health.Trend.STEADY);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void takingAMailboxOutEqualsNeverHavingReadItToTheLastBitInAnyOrder(long seed) {
        Random random = new Random(seed);
        List<Stretch> others = new ArrayList<>();
        List<Stretch> all = new ArrayList<>();
        for (int mailbox = 1; mailbox <= 5; mailbox++) {
            for (int month = 0; month < 12; month++) {
                Mail mail = new Mail(TODAY.minusMonths(month + 1));
                for (int i = 0; i < random.nextInt(12); i++) {
                    mail.day(
                            TODAY.minusMonths(month + 1).plusDays(random.nextInt(28)),
                            random.nextInt(4),
                            random.nextInt(4));
                }
                all.add(mail.stretch(mailbox, 1));
                if (mailbox != 3) {
                    others.add(mail.stretch(mailbox, 1));
                }
            }
        }
        Collections.shuffle(all, random);
        List<Stretch> purged =
                all.stream().filter(stretch -> stretch.mailbox() != 3).toList();

        assertThat(Health.of(Activity.of(purged), TODAY, SETTINGS, true))
                .as("seed %d", seed)
                .isEqualTo(Health.of(Activity.of(others), TODAY, SETTINGS, true));
        assertThat(Figures.of(purged, TODAY.atStartOfDay(ZoneOffset.UTC).toInstant()))
                .isEqualTo(Figures.of(others, TODAY.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    @Test
    void nothingAtAllIsInProgressUntilTheYearIsReadAndThenNoActivity() {
        Activity nothing = Activity.of(List.of());
        Activity old = Activity.of(List.of(
                new Mail(TODAY.minusDays(800)).day(TODAY.minusDays(800), 5, 5).stretch(1, 1)));

        assertThat(Health.of(nothing, TODAY, SETTINGS, false).grade()).isEqualTo(Health.Grade.IN_PROGRESS);
        assertThat(Health.of(nothing, TODAY, SETTINGS, true).grade()).isEqualTo(Health.Grade.NO_ACTIVITY);
        assertThat(Health.of(old, TODAY, SETTINGS, true).grade()).isEqualTo(Health.Grade.TOO_OLD);
        assertThat(Health.of(old, TODAY, SETTINGS, true).gradeCode()).isEqualTo(7);
    }

    @Test
    void whatWouldRaiseTheScoreIsWhatTheScoreThenIs() {
        Mail oneSided = new Mail(TODAY.minusDays(30)).day(TODAY.minusDays(3), 6, 1);
        Health health = Health.of(Activity.of(List.of(oneSided.stretch(1, 1))), TODAY, SETTINGS, true);

        Health.Raise best = health.explanation().raises().getFirst();
        assertThat(best.side()).isEqualTo(Side.THEM);
        assertThat(best.kind()).isEqualTo(Kind.MEETING);
        assertThat(health.explanation().raises())
                .hasSize(6)
                .isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        Mail answered =
                new Mail(TODAY.minusDays(30)).day(TODAY.minusDays(3), 6, 1).day(TODAY, 0, 1);
        double then =
                Objects.requireNonNull(Health.of(Activity.of(List.of(answered.stretch(1, 1))), TODAY, SETTINGS, true)
                        .score());
        assertThat(health.explanation().raises()).contains(new Health.Raise(Kind.EMAIL, Side.THEM, then));
    }

    @Test
    void aHeavierMeetingAndALongerRhythmWeighAsTheTenantChose() {
        Activity met = Activity.of(List.of(new Mail(TODAY.minusDays(30))
                .day(TODAY.minusDays(14), 2, 2)
                .meeting(1, TODAY.atStartOfDay(ZoneOffset.UTC).toInstant(), 30, true)
                .stretch(1, 1)));
        Settings.Health heavier = new Settings.Health(true, 7, 60, 40, new Settings.Weights(1, 6, 2));
        Settings.Health monthly = new Settings.Health(true, 30, 60, 40, new Settings.Weights(1, 3, 2));

        double usual =
                Objects.requireNonNull(Health.of(met, TODAY, SETTINGS, true).score());
        assertThat(Health.of(met, TODAY, heavier, true).score()).isGreaterThan(usual);
        assertThat(Health.of(met, TODAY, monthly, true).score()).isGreaterThan(usual);
        assertThat(Health.of(met, TODAY, monthly, true).explanation().halfLifeDays())
                .isEqualTo(120);
    }

    /** A mail a week, turn by turn. */
    private static Mail weeks(int weeks) {
        Mail mail = new Mail(TODAY.minusDays(7L * weeks));
        for (int week = 0; week < weeks; week++) {
            mail.day(TODAY.minusDays(7L * week), week % 2, 1 - week % 2);
        }
        return mail;
    }
}
