package io.rapport.insights.relationship;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.Meeting;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Interactions summed by day, kind and side. The sums are integers, so that a person taken out leaves exactly what
 * would be there if that person's mailbox had never been read, in whatever order rows come.
 */
public final class Activity {

    /** Weights are stored as sixteen-bit fractions. */
    static final double UNIT = 65_536;

    /** @param day UTC */
    record Slot(LocalDate day, Kind kind, Side side) implements Comparable<Slot> {
        private static final Comparator<Slot> ORDER =
                Comparator.comparing(Slot::day).thenComparing(Slot::kind).thenComparing(Slot::side);

        @Override
        public int compareTo(Slot other) {
            return ORDER.compare(this, other);
        }
    }

    /** @param weight sum of audience weights 1/(1 + log2 n), in units of 1/65536 */
    record Amount(long count, long weight) {
        Amount plus(Amount other) {
            return new Amount(count + other.count, weight + other.weight);
        }
    }

    private final SortedMap<Slot, Amount> slots;

    private Activity(SortedMap<Slot, Amount> slots) {
        this.slots = Collections.unmodifiableSortedMap(slots);
    }

    /** Every participation counts: a meeting that three colleagues attended is three of theirs. */
    public static Activity of(Collection<Stretch> stretches) {
        SortedMap<Slot, Amount> slots = new TreeMap<>();
        for (Stretch stretch : stretches) {
            ContactFacts facts = stretch.facts();
            for (int i = 0; i < facts.getDayCount(); i++) {
                LocalDate day = stretch.from().plusDays(facts.getDay(i));
                add(slots, new Slot(day, Kind.EMAIL, Side.US), facts.getSent(i), facts.getSentWeight(i));
                add(slots, new Slot(day, Kind.EMAIL, Side.THEM), facts.getReceived(i), facts.getReceivedWeight(i));
            }
            for (Kind kind : List.of(Kind.MEETING, Kind.CALL)) {
                for (Meeting meeting : stretch.encounters(kind)) {
                    Side side = meeting.getByUs() ? Side.US : Side.THEM;
                    add(slots, new Slot(dayOf(meeting.getStart()), kind, side), 1, meeting.getWeight());
                }
            }
        }
        return new Activity(slots);
    }

    /** The activity up to and including a day: what lies ahead is not yet a relationship. */
    Activity until(LocalDate day) {
        return new Activity(new TreeMap<>(slots.headMap(new Slot(day.plusDays(1), Kind.EMAIL, Side.US))));
    }

    /** The same with one interaction between two people more. */
    Activity and(Slot slot) {
        SortedMap<Slot, Amount> more = new TreeMap<>(slots);
        add(more, slot, 1, (long) UNIT);
        return new Activity(more);
    }

    SortedMap<Slot, Amount> slots() {
        return slots;
    }

    long interactions() {
        return slots.values().stream().mapToLong(Amount::count).sum();
    }

    long count(Kind kind, Side side) {
        return slots.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind && entry.getKey().side() == side)
                .mapToLong(entry -> entry.getValue().count())
                .sum();
    }

    static LocalDate dayOf(long epochSecond) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(epochSecond), ZoneOffset.UTC);
    }

    private static void add(SortedMap<Slot, Amount> slots, Slot slot, long count, long weight) {
        if (count > 0) {
            slots.merge(slot, new Amount(count, weight), Amount::plus);
        }
    }
}
