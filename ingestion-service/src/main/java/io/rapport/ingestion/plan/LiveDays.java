package io.rapport.ingestion.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/** The days after a grant, each read once it is over. */
public final class LiveDays {

    /** Number of the batch of the day of the grant; the day after has the next one. */
    public static final int FIRST = YearOfBatches.MONTHS + 1;

    /** Mail may arrive late: with each new day so many days before it are read again. */
    public static final int OVERLAP = 2;

    private LiveDays() {}

    /**
     * With D0 = UTC date of the grant, day i is [D0 + i, D0 + i + 1).
     *
     * @return the days that are over, the oldest first: day i has batch number {@value #FIRST} + i
     */
    public static List<Window> over(Instant grantedAt, Instant now) {
        LocalDate d0 = LocalDate.ofInstant(grantedAt, ZoneOffset.UTC);
        long days = Math.max(0, LocalDate.ofInstant(now, ZoneOffset.UTC).toEpochDay() - d0.toEpochDay());
        return IntStream.range(0, Math.toIntExact(days))
                .mapToObj(i -> new Window(d0.plusDays(i), d0.plusDays(i + 1L)))
                .toList();
    }
}
