package io.rapport.ingestion.fold;

import java.util.stream.LongStream;

/** Audience weight 1/(1 + log2 n) as an integer, so that sums are exact whatever their order. */
public final class Weight {

    /** What a message to one person weighs. */
    public static final int ONE = 65_536;

    private static final double LN2 = Math.log(2);

    private static final long[] OF_FEW = LongStream.rangeClosed(0, Automated.MOST_RECIPIENTS)
            .map(Weight::compute)
            .toArray();

    private Weight() {}

    /** @param audience number of recipients; less than one counts as one */
    public static long of(int audience) {
        return audience >= 0 && audience < OF_FEW.length ? OF_FEW[audience] : compute(audience);
    }

    private static long compute(long audience) {
        return Math.round(ONE / (1 + Math.log(Math.max(1, audience)) / LN2));
    }
}
