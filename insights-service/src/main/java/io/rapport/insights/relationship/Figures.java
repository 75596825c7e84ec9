package io.rapport.insights.relationship;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a relationship over everything stored, as metadata gives them; what {@link Slice} counts, as a total.
 *
 * @param meetings meetings up to now, each counted once however many took part
 * @param sentToReceived our mail divided by theirs ("by us"); null without theirs
 * @param receivedToSent their mail divided by ours ("by them"); null without ours
 * @param firstInteraction of anything stored
 * @param nextInteraction the first meeting or call ahead
 */
public record Figures(
        long emailsSent,
        long emailsReceived,
        long meetings,
        long meetingsByUs,
        long meetingsByThem,
        long callsByUs,
        long callsByThem,
        double minutesByTeam,
        double minutesByCustomer,
        Responses responsesByUs,
        Responses responsesByThem,
        @Nullable Double sentToReceived,
        @Nullable Double receivedToSent,
        @Nullable Instant firstInteraction,
        @Nullable Interaction lastInteraction,
        @Nullable Interaction nextInteraction) {

    /** @param asOf what is later lies ahead */
    public static Figures of(Collection<Stretch> stretches, Instant asOf) {
        long now = asOf.getEpochSecond();
        Activity activity = Activity.of(stretches);
        return of(stretches, activity, Series.days(stretches, activity, now), now);
    }

    static Figures of(Collection<Stretch> stretches, Activity activity, SortedMap<LocalDate, Slice> days, long now) {
        LocalDate day = Activity.dayOf(now);
        Slice all = days.values().stream().reduce(Slice.empty(day), Slice::plus);
        return new Figures(
                all.emailsSent(),
                all.emailsReceived(),
                all.meetingsByUs() + all.meetingsByThem(),
                all.meetingsByUs(),
                all.meetingsByThem(),
                all.callsByUs(),
                all.callsByThem(),
                all.minutesByTeam(),
                all.minutesByCustomer(),
                Responses.of(stretches, Side.US, day),
                Responses.of(stretches, Side.THEM, day),
                all.emailsReceived() == 0 ? null : (double) all.emailsSent() / all.emailsReceived(),
                all.emailsSent() == 0 ? null : (double) all.emailsReceived() / all.emailsSent(),
                stretches.stream()
                        .map(stretch -> stretch.facts().getFirstAt())
                        .filter(at -> at <= now)
                        .min(Long::compare)
                        .map(Instant::ofEpochSecond)
                        .orElse(null),
                last(stretches, activity, now),
                encounters(stretches, at -> at > now)
                        .min(Comparator.comparing(Interaction::at))
                        .orElse(null));
    }

    /** Mails, meetings and calls of both sides. */
    public long interactions() {
        return emailsSent + emailsReceived + meetings + calls();
    }

    /** Both ways. */
    public long calls() {
        return callsByUs + callsByThem;
    }

    /** When the last interaction was; null without any. */
    public @Nullable Instant lastAt() {
        return lastInteraction == null ? null : lastInteraction.at();
    }

    /** The last mail, meeting or call; where a window ends with something ahead, mail is known by its day only. */
    private static @Nullable Interaction last(Collection<Stretch> stretches, Activity activity, long now) {
        List<Long> mailDays = new ArrayList<>();
        activity.forEach((slot, amount) -> {
            if (slot.kind() == Kind.EMAIL) {
                mailDays.add(slot.day().atStartOfDay(ZoneOffset.UTC).toEpochSecond());
            }
        });
        Set<Long> met = encounters(stretches, at -> true)
                .map(one -> one.at().getEpochSecond())
                .collect(Collectors.toSet());
        Stream<Interaction> mail = Stream.concat(
                        stretches.stream().map(stretch -> stretch.facts().getLastAt()), mailDays.stream())
                .filter(at -> at <= now && !met.contains(at))
                .map(at -> new Interaction(Instant.ofEpochSecond(at), Kind.EMAIL, sender(activity, at)));
        return Stream.concat(mail, encounters(stretches, at -> at <= now))
                .max(Comparator.comparing(Interaction::at).thenComparing(Interaction::kind))
                .orElse(null);
    }

    private static @Nullable Side sender(Activity activity, long at) {
        LocalDate day = Activity.dayOf(at);
        boolean ours = activity.has(new Activity.Slot(day, Kind.EMAIL, Side.US));
        boolean theirs = activity.has(new Activity.Slot(day, Kind.EMAIL, Side.THEM));
        return ours == theirs ? null : ours ? Side.US : Side.THEM;
    }

    private static Stream<Interaction> encounters(Collection<Stretch> stretches, Predicate<Long> when) {
        return stretches.stream()
                .flatMap(stretch -> Stream.of(Kind.MEETING, Kind.CALL)
                        .flatMap(kind -> stretch.encounters(kind).stream()
                                .filter(meeting -> when.test(meeting.getStart()))
                                .map(meeting -> new Interaction(
                                        Instant.ofEpochSecond(meeting.getStart()),
                                        kind,
                                        meeting.getByUs() ? Side.US : Side.THEM))));
    }
}
