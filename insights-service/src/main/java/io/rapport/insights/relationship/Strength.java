package io.rapport.insights.relationship;

import io.rapport.insights.settings.Settings.Weights;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * How strong a tie is: U and T are the decayed sums of what we and they did, R = 2√(U·T)/S their balance, and
 * E = S·(0.25 + 0.75·R), so that one-way mail keeps a quarter of its worth ({@code docs/scoring.md}).
 *
 * @param ours U
 * @param theirs T
 */
public record Strength(double ours, double theirs) {

    /** For ranking who knows whom. */
    public static final double HALF_LIFE_DAYS = 60;

    /** @param day the UTC day to which ages are counted, in whole days; later activity does not count */
    public static Strength of(Activity activity, LocalDate day, Weights weights, double halfLifeDays) {
        Activity past = activity.until(day);
        return new Strength(
                past.decayed(Side.US, day, weights, halfLifeDays), past.decayed(Side.THEM, day, weights, halfLifeDays));
    }

    /** What one slot is worth on a day: kind weight × audience weight × ½^(age / half-life). */
    static double points(
            Activity.Slot slot, Activity.Amount amount, LocalDate day, Weights weights, double halfLifeDays) {
        double age = ChronoUnit.DAYS.between(slot.day(), day);
        return slot.kind().weight(weights) * (amount.weight() / Activity.UNIT) * Math.pow(0.5, age / halfLifeDays);
    }

    /** S. */
    public double sum() {
        return ours + theirs;
    }

    /** R, 0…1; 1 when both sides do equally much. */
    public double reciprocity() {
        return sum() == 0 ? 0 : Math.min(1, 2 * Math.sqrt(ours * theirs) / sum());
    }

    /** E. */
    public double effective() {
        return sum() * (0.25 + 0.75 * reciprocity());
    }
}
