package io.rapport.insights.relationship;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How healthy a relationship is, 0…100, and why. With an interaction expected every d days the half-life is 4·d, the
 * strength that such a rhythm keeps up is E* = 4·d/(d·ln 2), x = E/E*, and the score is 100·x/(x + ⅔): exactly 60 on
 * rhythm ({@code docs/scoring.md}).
 *
 * @param score null under three interactions
 * @param explanation every term of which the score is made
 */
@Schema(description = "Score 0…100 with grade, trend against 28 days ago, and the terms it is made of")
public record Health(@Nullable Double score, Grade grade, Trend trend, Explanation explanation) {

    /** What a grade begins at: Good 60, Fair 40. */
    public enum Grade {
        GOOD,
        FAIR,
        POOR,
        NOT_ENOUGH_INFO
    }

    /** Against the score of 28 days ago, by at least five points. */
    public enum Trend {
        IMPROVING,
        STEADY,
        DECLINING,
        NOT_ENOUGH_INFO
    }

    /**
     * The score by hand: the points of the terms add up to {@code strength}; effective = strength × (¼ + ¾ ×
     * reciprocity); x = effective / expected; score = 100 × x / (x + ⅔).
     *
     * @param ours U: the points of what we did
     * @param theirs T: the points of what they did
     * @param expected E*: what an interaction every {@code expectedDays} keeps up
     * @param since the first day that counts
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
            List<Term> terms) {}

    /** @param points what these interactions are still worth on the day of asking */
    public record Term(Kind kind, Side side, YearMonth month, long count, double points) {}

    private record Heap(Kind kind, Side side, YearMonth month) {}

    static final double WEEKLY = 7;
    private static final double HALF_LIVES = 4;
    private static final int FEWEST = 3;
    private static final int TREND_DAYS = 28;
    private static final double TREND_POINTS = 5;

    /** @param day the UTC day of asking */
    public static Health of(Activity activity, LocalDate day) {
        return of(activity, day, WEEKLY);
    }

    /** @param expectedDays how often an interaction is expected */
    static Health of(Activity activity, LocalDate day, double expectedDays) {
        Activity past = activity.until(day);
        Explanation explanation = explain(past, day, expectedDays);
        if (past.interactions() < FEWEST) {
            return new Health(null, Grade.NOT_ENOUGH_INFO, Trend.NOT_ENOUGH_INFO, explanation);
        }
        double score = score(explanation.x());
        LocalDate then = day.minusDays(TREND_DAYS);
        double before = score(explain(past.until(then), then, expectedDays).x());
        return new Health(score, grade(score), trend(score - before), explanation);
    }

    /** 100·x/(x + ⅔), written so that x = 1 gives exactly 60. */
    static double score(double x) {
        return Math.min(300 * x / (3 * x + 2), Math.nextDown(100d));
    }

    static Grade grade(double score) {
        return score >= 60 ? Grade.GOOD : score >= 40 ? Grade.FAIR : Grade.POOR;
    }

    private static Trend trend(double change) {
        return change >= TREND_POINTS ? Trend.IMPROVING : change <= -TREND_POINTS ? Trend.DECLINING : Trend.STEADY;
    }

    /** E* of an expected interval, in days; the same for every interval, since the half-life follows it. */
    static double expected(double expectedDays) {
        return HALF_LIVES * expectedDays / (expectedDays * Math.log(2));
    }

    private static Explanation explain(Activity past, LocalDate day, double expectedDays) {
        double halfLife = HALF_LIVES * expectedDays;
        Strength strength = Strength.of(past, day, halfLife);
        double expected = expected(expectedDays);
        return new Explanation(
                day,
                past.slots().isEmpty() ? null : past.slots().firstKey().day(),
                expectedDays,
                halfLife,
                strength.ours(),
                strength.theirs(),
                strength.sum(),
                strength.reciprocity(),
                strength.effective(),
                expected,
                strength.effective() / expected,
                terms(past, day, halfLife));
    }

    private static List<Term> terms(Activity past, LocalDate day, double halfLife) {
        Map<Heap, Term> heaps = new TreeMap<>(Comparator.comparing(Heap::month)
                .reversed()
                .thenComparing(Heap::kind)
                .thenComparing(Heap::side));
        past.slots().forEach((slot, amount) -> {
            Term term = new Term(
                    slot.kind(),
                    slot.side(),
                    YearMonth.from(slot.day()),
                    amount.count(),
                    Strength.points(slot, amount, day, halfLife));
            heaps.merge(
                    new Heap(term.kind(), term.side(), term.month()),
                    term,
                    (a, b) -> new Term(a.kind(), a.side(), a.month(), a.count() + b.count(), a.points() + b.points()));
        });
        return new ArrayList<>(heaps.values());
    }
}
