package io.rapport.insights.relationship;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rapport.insights.settings.Settings;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How healthy a relationship is, 0…100, and why. With an interaction expected every d days the half-life is 4·d, the
 * strength that such a rhythm keeps up is E* = 4·d/(d·ln 2), x = E/E*, and with Good beginning at g the score is
 * 100·x/(x + (100 − g)/g): exactly g on rhythm ({@code docs/scoring.md}).
 *
 * @param score null where the grade is none of Good, Fair and Poor
 * @param explanation every term of which the score is made
 */
@Schema(description = "Score 0…100 with grade, trend against 28 days ago, and the terms it is made of")
public record Health(@Nullable Double score, Grade grade, Trend trend, Explanation explanation) {

    /** In the order of Dynamics 365's state codes, of which 6 (something went wrong) is an error here. */
    public enum Grade {
        GOOD(0),
        FAIR(1),
        POOR(2),
        /** Fewer than three interactions. */
        NOT_ENOUGH_INFO(3),
        /** The whole year was read and holds nothing. */
        NO_ACTIVITY(4),
        /** Nothing yet, and not all batches have been read. */
        IN_PROGRESS(5),
        /** Nothing for two years. */
        TOO_OLD(7);

        private final int code;

        Grade(int code) {
            this.code = code;
        }
    }

    /** Against the score of 28 days ago, by at least five points; in the order of Dynamics 365's trend codes. */
    public enum Trend {
        IMPROVING,
        STEADY,
        DECLINING,
        NOT_ENOUGH_INFO
    }

    /**
     * The score by hand: the points of the terms add up to {@code strength}; effective = strength × (¼ + ¾ ×
     * reciprocity); x = effective / expected; score = 100 × x / (x + (100 − goodFrom) / goodFrom).
     *
     * @param ours U: the points of what we did
     * @param theirs T: the points of what they did
     * @param expected E*: what an interaction every {@code expectedDays} keeps up
     * @param since the first day that counts
     * @param raises what one more interaction today would make of the score, the most helpful first
     */
    public record Explanation(
            LocalDate asOf,
            @Nullable LocalDate since,
            double expectedDays,
            double halfLifeDays,
            double ours,
            double theirs,
            double strength,
            double reciprocity,
            double effective,
            double expected,
            double x,
            int goodFrom,
            List<Term> terms,
            List<Raise> raises) {}

    /** @param points what these interactions are still worth on the day of asking */
    public record Term(Kind kind, Side side, YearMonth month, long count, double points) {}

    /** @param score what it would be */
    public record Raise(Kind kind, Side side, double score) {}

    private record Heap(Kind kind, Side side, YearMonth month) {}

    private static final double HALF_LIVES = 4;
    private static final int FEWEST = 3;
    private static final int TREND_DAYS = 28;
    private static final double TREND_POINTS = 5;
    private static final int OLD_DAYS = 730;

    /** Dynamics 365's number of the grade. */
    @JsonProperty
    public int gradeCode() {
        return grade.code;
    }

    /** Dynamics 365's number of the trend. */
    @JsonProperty
    public int trendCode() {
        return trend.ordinal();
    }

    /**
     * @param day the UTC day of asking
     * @param complete whether the whole year has been read
     */
    public static Health of(Activity activity, LocalDate day, Settings.Health settings, boolean complete) {
        Activity past = activity.until(day);
        Score score = Score.of(past, day, settings, complete);
        return new Health(score.score(), score.grade(), score.trend(), explain(past, day, settings));
    }

    /** The result without its explanation, as it stands in lists. */
    public record Score(@Nullable Double score, Grade grade, Trend trend) {

        static Score of(Activity activity, LocalDate day, Settings.Health settings, boolean complete) {
            Activity past = activity.until(day);
            Grade without = withoutScore(past, day, complete);
            if (without != null) {
                return new Score(null, without, Trend.NOT_ENOUGH_INFO);
            }
            double score = Health.score(x(past, day, settings), settings.goodFrom());
            LocalDate then = day.minusDays(TREND_DAYS);
            double before = Health.score(x(past.until(then), then, settings), settings.goodFrom());
            return new Score(score, Health.grade(score, settings), Health.trend(score - before));
        }
    }

    /** 100·x/(x + (100 − g)/g), written so that x = 1 gives exactly g. */
    static double score(double x, int goodFrom) {
        return Math.min(100.0 * goodFrom * x / (goodFrom * x + 100 - goodFrom), Math.nextDown(100d));
    }

    static Grade grade(double score, Settings.Health settings) {
        return score >= settings.goodFrom() ? Grade.GOOD : score >= settings.fairFrom() ? Grade.FAIR : Grade.POOR;
    }

    /** The half-life that belongs to an expected rhythm, in days. */
    static double halfLife(Settings.Health settings) {
        return HALF_LIVES * settings.expectedDays();
    }

    /** E*: the same for every interval, since the half-life follows it. */
    static double expected() {
        return HALF_LIVES / Math.log(2);
    }

    private static @Nullable Grade withoutScore(Activity past, LocalDate day, boolean complete) {
        LocalDate last = past.last();
        if (last == null) {
            return complete ? Grade.NO_ACTIVITY : Grade.IN_PROGRESS;
        }
        if (last.isBefore(day.minusDays(OLD_DAYS))) {
            return Grade.TOO_OLD;
        }
        return past.interactions() < FEWEST ? Grade.NOT_ENOUGH_INFO : null;
    }

    private static Trend trend(double change) {
        return change >= TREND_POINTS ? Trend.IMPROVING : change <= -TREND_POINTS ? Trend.DECLINING : Trend.STEADY;
    }

    private static double x(Activity past, LocalDate day, Settings.Health settings) {
        return Strength.of(past, day, settings.weights(), halfLife(settings)).effective() / expected();
    }

    private static Explanation explain(Activity past, LocalDate day, Settings.Health settings) {
        Strength strength = Strength.of(past, day, settings.weights(), halfLife(settings));
        return new Explanation(
                day,
                past.since(),
                settings.expectedDays(),
                halfLife(settings),
                strength.ours(),
                strength.theirs(),
                strength.sum(),
                strength.reciprocity(),
                strength.effective(),
                expected(),
                strength.effective() / expected(),
                settings.goodFrom(),
                terms(past, day, settings),
                raises(past, day, settings));
    }

    private static List<Term> terms(Activity past, LocalDate day, Settings.Health settings) {
        Map<Heap, Term> heaps = new TreeMap<>(Comparator.comparing(Heap::month)
                .reversed()
                .thenComparing(Heap::kind)
                .thenComparing(Heap::side));
        past.forEach((slot, amount) -> {
            Term term = new Term(
                    slot.kind(),
                    slot.side(),
                    YearMonth.from(slot.day()),
                    amount.count(),
                    Strength.points(slot, amount, day, settings.weights(), halfLife(settings)));
            heaps.merge(
                    new Heap(term.kind(), term.side(), term.month()),
                    term,
                    (a, b) -> new Term(a.kind(), a.side(), a.month(), a.count() + b.count(), a.points() + b.points()));
        });
        return new ArrayList<>(heaps.values());
    }

    private static List<Raise> raises(Activity past, LocalDate day, Settings.Health settings) {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Arrays.stream(Side.values())
                        .map(side -> new Raise(
                                kind,
                                side,
                                score(
                                        x(past.and(new Activity.Slot(day, kind, side)), day, settings),
                                        settings.goodFrom()))))
                .sorted(Comparator.comparingDouble(Raise::score)
                        .reversed()
                        .thenComparing(Raise::kind)
                        .thenComparing(Raise::side))
                .toList();
    }
}
