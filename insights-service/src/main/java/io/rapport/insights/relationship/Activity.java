package io.rapport.insights.relationship;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.Meeting;
import io.rapport.insights.settings.Settings.Weights;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Interactions summed by day, kind and side. The sums are integers, so that a person taken out leaves exactly what
 * would be there if that person's mailbox had never been read, in whatever order rows come.
 */
public final class Activity {

    /** Weights are stored as sixteen-bit fractions. */
    static final double UNIT = 65_536;

    private static final Kind[] KINDS = Kind.values();
    private static final Side[] SIDES = Side.values();
    private static final int SLOTS_A_DAY = KINDS.length * SIDES.length;

    /** @param day UTC */
    record Slot(LocalDate day, Kind kind, Side side) {}

    /** @param weight sum of audience weights 1/(1 + log2 n), in units of 1/65536 */
    record Amount(long count, long weight) {}

    interface Visitor {
        void visit(Slot slot, Amount amount);
    }

    /** The day of the first entries; each day has one entry for every kind and side. */
    private final long firstDay;

    private final long[] counts;
    private final long[] weights;

    private Activity(long firstDay, long[] counts, long[] weights) {
        this.firstDay = firstDay;
        this.counts = counts;
        this.weights = weights;
    }

    /** Every participation counts: a meeting that three colleagues attended is three of theirs. */
    public static Activity of(Collection<Stretch> stretches) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Stretch stretch : stretches) {
            first = Math.min(first, firstDay(stretch));
            last = Math.max(last, lastDay(stretch));
        }
        Activity activity = ofDays(first, last);
        stretches.forEach(activity::add);
        return activity;
    }

    private static Activity ofDays(long first, long last) {
        int size = last < first ? 0 : Math.toIntExact(last - first + 1) * SLOTS_A_DAY;
        return new Activity(first, new long[size], new long[size]);
    }

    private static long firstDay(Stretch stretch) {
        ContactFacts facts = stretch.facts();
        long first = facts.getDayCount() == 0 ? Long.MAX_VALUE : stretch.from().toEpochDay() + facts.getDay(0);
        for (Kind kind : KINDS) {
            for (Meeting meeting : stretch.encounters(kind)) {
                first = Math.min(first, dayNumber(meeting.getStart()));
            }
        }
        return first;
    }

    private static long lastDay(Stretch stretch) {
        ContactFacts facts = stretch.facts();
        int days = facts.getDayCount();
        long last = days == 0 ? Long.MIN_VALUE : stretch.from().toEpochDay() + facts.getDay(days - 1);
        for (Kind kind : KINDS) {
            for (Meeting meeting : stretch.encounters(kind)) {
                last = Math.max(last, dayNumber(meeting.getStart()));
            }
        }
        return last;
    }

    private void add(Stretch stretch) {
        ContactFacts facts = stretch.facts();
        long from = stretch.from().toEpochDay();
        for (int i = 0; i < facts.getDayCount(); i++) {
            long day = from + facts.getDay(i);
            add(day, Kind.EMAIL, Side.US, facts.getSent(i), facts.getSentWeight(i));
            add(day, Kind.EMAIL, Side.THEM, facts.getReceived(i), facts.getReceivedWeight(i));
        }
        for (Kind kind : List.of(Kind.MEETING, Kind.CALL)) {
            for (Meeting meeting : stretch.encounters(kind)) {
                Side side = meeting.getByUs() ? Side.US : Side.THEM;
                add(dayNumber(meeting.getStart()), kind, side, 1, meeting.getWeight());
            }
        }
    }

    private void add(long day, Kind kind, Side side, long count, long weight) {
        int slot = slot(day, kind, side);
        counts[slot] += count;
        weights[slot] += count > 0 ? weight : 0;
    }

    private int slot(long day, Kind kind, Side side) {
        return (int) (day - firstDay) * SLOTS_A_DAY + kind.ordinal() * SIDES.length + side.ordinal();
    }

    private int days() {
        return counts.length / SLOTS_A_DAY;
    }

    /** The activity up to and including a day: what lies ahead is not yet a relationship. */
    Activity until(LocalDate day) {
        long kept = Math.clamp(day.toEpochDay() - firstDay + 1, 0, days());
        int size = Math.toIntExact(counts.length == 0 ? 0 : kept * SLOTS_A_DAY);
        return size == counts.length
                ? this
                : new Activity(firstDay, Arrays.copyOf(counts, size), Arrays.copyOf(weights, size));
    }

    /** The same with one interaction between two people more. */
    Activity and(Slot slot) {
        long day = slot.day().toEpochDay();
        boolean empty = counts.length == 0;
        long first = empty ? day : Math.min(firstDay, day);
        Activity more = ofDays(first, empty ? day : Math.max(firstDay + days() - 1, day));
        int shift = empty ? 0 : (int) (firstDay - first) * SLOTS_A_DAY;
        System.arraycopy(counts, 0, more.counts, shift, counts.length);
        System.arraycopy(weights, 0, more.weights, shift, weights.length);
        more.add(day, slot.kind(), slot.side(), 1, (long) UNIT);
        return more;
    }

    /** Every slot with something in it, by day, kind and side. */
    void forEach(Visitor visitor) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                int ofDay = i % SLOTS_A_DAY;
                visitor.visit(
                        new Slot(
                                LocalDate.ofEpochDay(firstDay + i / SLOTS_A_DAY),
                                KINDS[ofDay / SIDES.length],
                                SIDES[ofDay % SIDES.length]),
                        new Amount(counts[i], weights[i]));
            }
        }
    }

    /** Σ weight · ½^(age/half-life) of one side over all kinds, ages counted in whole days to a day. */
    double decayed(Side side, LocalDate day, Weights worth, double halfLifeDays) {
        double sum = 0;
        for (int d = 0; d < days(); d++) {
            double points = 0;
            for (Kind kind : KINDS) {
                long weight = weights[d * SLOTS_A_DAY + kind.ordinal() * SIDES.length + side.ordinal()];
                points += weight == 0 ? 0 : kind.weight(worth) * (weight / UNIT);
            }
            if (points > 0) {
                sum += points * Math.pow(0.5, (day.toEpochDay() - firstDay - d) / halfLifeDays);
            }
        }
        return sum;
    }

    boolean has(Slot slot) {
        long day = slot.day().toEpochDay() - firstDay;
        return counts.length > 0
                && day >= 0
                && day < days()
                && counts[slot(slot.day().toEpochDay(), slot.kind(), slot.side())] > 0;
    }

    long count(Kind kind, Side side) {
        long sum = 0;
        for (int i = kind.ordinal() * SIDES.length + side.ordinal(); i < counts.length; i += SLOTS_A_DAY) {
            sum += counts[i];
        }
        return sum;
    }

    long interactions() {
        return Arrays.stream(counts).sum();
    }

    /** Null if there is nothing. */
    @Nullable
    LocalDate since() {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                return LocalDate.ofEpochDay(firstDay + i / SLOTS_A_DAY);
            }
        }
        return null;
    }

    /** The last day with anything; null if there is nothing. */
    @Nullable
    LocalDate last() {
        for (int i = counts.length - 1; i >= 0; i--) {
            if (counts[i] > 0) {
                return LocalDate.ofEpochDay(firstDay + i / SLOTS_A_DAY);
            }
        }
        return null;
    }

    static LocalDate dayOf(long epochSecond) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(epochSecond), ZoneOffset.UTC);
    }

    private static long dayNumber(long epochSecond) {
        return Math.floorDiv(epochSecond, 86_400L);
    }
}
