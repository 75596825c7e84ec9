package io.rapport.insights.acquaintance;

import io.rapport.insights.relationship.Strength;
import io.rapport.insights.settings.Settings.Weights;

/** A strength in words, by how many mails a year between two people, evenly from both, would keep it up. */
public enum Label {
    /** From 24 each way. */
    STRONG,
    /** From 10 each way. */
    MEDIUM,
    /** Less. Research calls 5 to 10 reciprocated mails a year the least of a tie. */
    WEAK;

    private static final double STRONG_FROM = 48;
    private static final double MEDIUM_FROM = 20;

    static Label of(double strength, Weights weights) {
        return strength >= keptUpBy(STRONG_FROM, weights)
                ? STRONG
                : strength >= keptUpBy(MEDIUM_FROM, weights) ? MEDIUM : WEAK;
    }

    /** E of a steady, even exchange. */
    static double keptUpBy(double mailsAYear, Weights weights) {
        return weights.email() * mailsAYear / 365 * Strength.HALF_LIFE_DAYS / Math.log(2);
    }
}
