package io.rapport.ingestion.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/** The twelve months of history before a grant. */
public final class YearOfBatches {

    public static final int MONTHS = 12;

    private YearOfBatches() {}

    /**
     * With D0 = UTC date of the grant, window k is [D0 − k months, D0 − (k−1) months). Each edge is counted from D0
     * itself, so months of unequal length neither overlap nor leave a gap.
     *
     * @return the newest month first
     */
    public static List<Window> before(Instant grantedAt) {
        LocalDate d0 = LocalDate.ofInstant(grantedAt, ZoneOffset.UTC);
        return IntStream.rangeClosed(1, MONTHS)
                .mapToObj(k -> new Window(d0.minusMonths(k), d0.minusMonths(k - 1L)))
                .toList();
    }
}
