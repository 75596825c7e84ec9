package io.rapport.insights.relationship;

import io.rapport.contracts.ingestion.Meeting;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a relationship over everything stored, as metadata gives them.
 *
 * @param emailsSent mail of ours, counted once per mailbox and contact
 * @param meetings meetings up to now, each counted once however many took part
 * @param meetingsByUs of these, organised by us
 * @param minutesByTeam 5 for each mail we wrote, 2.5 for each we read, and each meeting's minutes times colleagues there
 * @param minutesByCustomer the same for their side, a meeting counted once whatever their headcount
 * @param sentToReceived our mail divided by theirs; null without theirs
 * @param receivedToSent their mail divided by ours; null without ours
 * @param nextInteraction the first meeting ahead
 * @param days one entry for each day with activity, ascending
 */
public record Figures(
        long emailsSent,
        long emailsReceived,
        long meetings,
        long meetingsByUs,
        long meetingsByThem,
        double minutesByTeam,
        double minutesByCustomer,
        Responses responsesByUs,
        Responses responsesByThem,
        @Nullable Double sentToReceived,
        @Nullable Double receivedToSent,
        @Nullable Instant firstInteraction,
        @Nullable Instant lastInteraction,
        @Nullable Instant nextInteraction,
        List<Day> days) {

    /** One UTC day of the series. */
    public record Day(LocalDate day, long emailsSent, long emailsReceived, long meetings) {}

    private static final double WRITE_MINUTES = 5;
    private static final double READ_MINUTES = 2.5;

    private record Presence(int mailbox, long meeting) {}

    /** @param asOf what is later lies ahead */
    public static Figures of(Collection<Stretch> stretches, Instant asOf) {
        long now = asOf.getEpochSecond();
        LocalDate day = Activity.dayOf(now);
        Activity activity = Activity.of(stretches);
        long sent = activity.count(Kind.EMAIL, Side.US);
        long received = activity.count(Kind.EMAIL, Side.THEM);
        Map<Long, Meeting> held = new HashMap<>();
        Set<Presence> present = new HashSet<>();
        double presentMinutes = 0;
        for (Stretch stretch : stretches) {
            for (Meeting meeting : stretch.facts().getMeetingsList()) {
                if (meeting.getStart() <= now) {
                    held.put(meeting.getMeeting(), meeting);
                    presentMinutes += present.add(new Presence(stretch.mailbox(), meeting.getMeeting()))
                            ? meeting.getMinutes()
                            : 0;
                }
            }
        }
        long byUs = held.values().stream().filter(Meeting::getByUs).count();
        double minutes = held.values().stream().mapToLong(Meeting::getMinutes).sum();
        return new Figures(
                sent,
                received,
                held.size(),
                byUs,
                held.size() - byUs,
                sent * WRITE_MINUTES + received * READ_MINUTES + presentMinutes,
                received * WRITE_MINUTES + sent * READ_MINUTES + minutes,
                Responses.of(stretches, Side.US, day),
                Responses.of(stretches, Side.THEM, day),
                received == 0 ? null : (double) sent / received,
                sent == 0 ? null : (double) received / sent,
                instant(stretches.stream()
                        .map(stretch -> stretch.facts().getFirstAt())
                        .filter(at -> at <= now)
                        .min(Long::compare)
                        .orElse(null)),
                instant(last(stretches, activity, now)),
                instant(starts(stretches)
                        .filter(start -> start > now)
                        .min(Long::compare)
                        .orElse(null)),
                days(activity, held.values()));
    }

    /** The last mail or meeting; where a window ends with something ahead, mail is known by its day only. */
    private static @Nullable Long last(Collection<Stretch> stretches, Activity activity, long now) {
        Stream<Long> mailDays = activity.slots().keySet().stream()
                .filter(slot -> slot.kind() == Kind.EMAIL)
                .map(slot -> slot.day().atStartOfDay(ZoneOffset.UTC).toEpochSecond());
        return Stream.of(stretches.stream().map(stretch -> stretch.facts().getLastAt()), starts(stretches), mailDays)
                .flatMap(times -> times)
                .filter(at -> at <= now)
                .max(Long::compare)
                .orElse(null);
    }

    private static Stream<Long> starts(Collection<Stretch> stretches) {
        return stretches.stream()
                .flatMap(stretch -> stretch.facts().getMeetingsList().stream())
                .map(Meeting::getStart);
    }

    private static @Nullable Instant instant(@Nullable Long second) {
        return second == null ? null : Instant.ofEpochSecond(second);
    }

    private static List<Day> days(Activity activity, Collection<Meeting> held) {
        Map<LocalDate, Day> days = new TreeMap<>();
        activity.slots().forEach((slot, amount) -> {
            if (slot.kind() == Kind.EMAIL) {
                boolean ours = slot.side() == Side.US;
                add(days, new Day(slot.day(), ours ? amount.count() : 0, ours ? 0 : amount.count(), 0));
            }
        });
        held.forEach(meeting -> add(days, new Day(Activity.dayOf(meeting.getStart()), 0, 0, 1)));
        return List.copyOf(days.values());
    }

    private static void add(Map<LocalDate, Day> days, Day more) {
        days.merge(
                more.day(),
                more,
                (a, b) -> new Day(
                        a.day(),
                        a.emailsSent() + b.emailsSent(),
                        a.emailsReceived() + b.emailsReceived(),
                        a.meetings() + b.meetings()));
    }
}
