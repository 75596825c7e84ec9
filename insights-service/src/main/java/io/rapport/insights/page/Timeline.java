package io.rapport.insights.page;

import io.rapport.insights.relationship.Slice;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Days and weeks without gaps, so that a chart shows silence as silence. */
final class Timeline {

    private static final int DAYS = 60;
    private static final int WEEKS = 53;

    private Timeline() {}

    /** The last 60 days up to and with today. */
    static List<Slice> days(Collection<Slice> days, LocalDate today) {
        Map<LocalDate, Slice> known = byStart(days);
        return Stream.iterate(today.minusDays(DAYS - 1), day -> day.plusDays(1))
                .limit(DAYS)
                .map(day -> known.getOrDefault(day, Slice.empty(day)))
                .toList();
    }

    /** The weeks of the last year up to and with this one. */
    static List<Slice> weeks(Collection<Slice> weeks, LocalDate today) {
        Map<LocalDate, Slice> known = byStart(weeks);
        LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return Stream.iterate(monday.minusWeeks(WEEKS - 1), week -> week.plusWeeks(1))
                .limit(WEEKS)
                .map(week -> known.getOrDefault(week, Slice.empty(week)))
                .toList();
    }

    private static Map<LocalDate, Slice> byStart(Collection<Slice> slices) {
        return slices.stream().collect(Collectors.toMap(Slice::from, slice -> slice));
    }
}
