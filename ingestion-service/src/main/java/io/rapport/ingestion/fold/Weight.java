package io.rapport.ingestion.fold;

/** Audience weight 1/(1 + log2 n) as an integer, so that sums are exact whatever their order. */
public final class Weight {

    /** What a message to one person weighs. */
    public static final int ONE = 65_536;

    private static final double LN2 = Math.log(2);

    private Weight() {}

    /** @param audience number of recipients; less than one counts as one */
    public static long of(int audience) {
        return Math.round(ONE / (1 + Math.log(Math.max(1, audience)) / LN2));
    }
}
