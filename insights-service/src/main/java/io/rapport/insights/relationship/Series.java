package io.rapport.insights.relationship;

import io.rapport.contracts.ingestion.Meeting;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A relationship day by day and week by week. The totals are the sums of the days, so series and totals cannot differ.
 *
 * @param days those with anything in them, ascending
 * @param weeks likewise; a week that the period cuts holds only what lies in the period
 */
public record Series(List<Slice> days, List<Slice> weeks) {

    private record Presence(int mailbox, Kind kind, long number) {}

    private record Held(Kind kind, long number) {}

    /**
     * A chosen period.
     *
     * @param from first day; from the beginning if null
     * @param until last day; to the end if null
     */
    public record Period(@Nullable LocalDate from, @Nullable LocalDate until) {

        boolean holds(LocalDate day) {
            return (from == null || !day.isBefore(from)) && (until == null || !day.isAfter(until));
        }
    }

    /** Everything up to and with a moment, by day. */
    static SortedMap<LocalDate, Slice> days(Collection<Stretch> stretches, Activity activity, long now) {
        SortedMap<LocalDate, Slice> days = new TreeMap<>();
        activity.forEach((slot, amount) -> {
            if (slot.kind() == Kind.EMAIL) {
                add(days, Slice.mail(slot.day(), slot.side(), amount.count()));
            }
        });
        Set<Held> held = new HashSet<>();
        Set<Presence> present = new HashSet<>();
        for (Stretch stretch : stretches) {
            for (Kind kind : List.of(Kind.MEETING, Kind.CALL)) {
                for (Meeting meeting : stretch.encounters(kind)) {
                    if (meeting.getStart() <= now) {
                        add(days, stretch.mailbox(), kind, meeting, held, present);
                    }
                }
            }
        }
        for (Side side : Side.values()) {
            Answer.by(side, stretches).forEach(answer -> add(days, Slice.reply(Activity.dayOf(answer.at()), side)));
        }
        return days;
    }

    /** Everything, up to and with a moment. */
    public static Series of(Collection<Stretch> stretches, Instant asOf) {
        return of(days(stretches, Activity.of(stretches), asOf.getEpochSecond()), new Period(null, null));
    }

    static Series of(SortedMap<LocalDate, Slice> days, Period period) {
        List<Slice> chosen =
                days.values().stream().filter(day -> period.holds(day.from())).toList();
        UnaryOperator<LocalDate> monday = day -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        Map<LocalDate, Slice> weeks = chosen.stream()
                .map(day -> day.from(monday.apply(day.from())))
                .collect(Collectors.toMap(Slice::from, week -> week, Slice::plus, TreeMap::new));
        return new Series(chosen, List.copyOf(weeks.values()));
    }

    private static void add(
            Map<LocalDate, Slice> days,
            int mailbox,
            Kind kind,
            Meeting meeting,
            Set<Held> held,
            Set<Presence> present) {
        LocalDate day = Activity.dayOf(meeting.getStart());
        if (held.add(new Held(kind, meeting.getMeeting()))) {
            add(days, Slice.held(day, kind, meeting.getByUs(), meeting.getMinutes()));
        }
        if (present.add(new Presence(mailbox, kind, meeting.getMeeting()))) {
            add(days, Slice.presence(day, meeting.getMinutes()));
        }
    }

    private static void add(Map<LocalDate, Slice> days, Slice slice) {
        days.merge(slice.from(), slice, Slice::plus);
    }
}
