package io.rapport.ingestion.fold;

import com.google.protobuf.ByteString;
import io.rapport.contracts.ingestion.Meeting;
import io.rapport.contracts.ingestion.PackedFacts;
import io.rapport.ingestion.plan.Window;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Adds up a contact's mails and meetings and describes them as {@link PackedFacts}; one contact after the other. */
final class FactsWriter {

    private static final int SECONDS_PER_DAY = 86_400;
    private static final Comparator<Meeting> BY_START =
            Comparator.comparingLong(Meeting::getStart).thenComparingLong(Meeting::getMeeting);

    /** A day's sums stand beside each other: those of our mail, and after them those of theirs. */
    private static final int SUMS = 6;

    private static final int COUNT = 0;
    private static final int WEIGHT = 1;
    private static final int ASKS = 2;
    private static final int OURS = 0;
    private static final int THEIRS = 3;

    private final long firstDay;
    private final long[] sums;
    /** The days that have any, ascending. */
    private final int[] days;

    private int dayCount;
    private final Conversations conversations;
    private final WireWriter wire = new WireWriter();

    FactsWriter(Window window) {
        this.firstDay = window.from().toEpochDay();
        this.days = new int[Math.toIntExact(window.until().toEpochDay() - firstDay)];
        this.sums = new long[SUMS * days.length];
        this.conversations =
                new Conversations(window.start().getEpochSecond(), window.end().getEpochSecond());
    }

    /** Sorts what it is given. */
    ByteString facts(Mails mails, List<Meeting> meetings) {
        mails.sort();
        meetings.sort(BY_START);
        addUp(mails);
        conversations.settle(mails);
        long first = first(mails, meetings);

        wire.clear();
        openEnds(first);
        replies(first);
        mail();
        for (int i = meetings.size() - 1; i >= 0; i--) {
            wire.bytes(PackedFacts.MEETINGS_FIELD_NUMBER, meetings.get(i).toByteArray());
        }
        wire.varint(PackedFacts.SPAN_FIELD_NUMBER, last(mails, meetings) - first);
        wire.varint(PackedFacts.FIRST_AT_FIELD_NUMBER, first);
        return wire.message();
    }

    private void addUp(Mails mails) {
        for (int i = 0; i < dayCount; i++) {
            Arrays.fill(sums, SUMS * days[i], SUMS * (days[i] + 1), 0);
        }
        dayCount = 0;
        for (int mail = 0; mail < mails.size(); mail++) {
            int day = (int) (Math.floorDiv(mails.second(mail), SECONDS_PER_DAY) - firstDay);
            int first = SUMS * day;
            if (sums[first + OURS + COUNT] + sums[first + THEIRS + COUNT] == 0) {
                days[dayCount++] = day;
            }
            int side = first + (mails.byUs(mail) ? OURS : THEIRS);
            sums[side + COUNT]++;
            sums[side + WEIGHT] += Weight.of(mails.audience(mail));
            sums[side + ASKS] += mails.ask(mail) ? 1 : 0;
        }
        Arrays.sort(days, 0, dayCount);
    }

    private static long first(Mails mails, List<Meeting> meetings) {
        long first = meetings.isEmpty() ? Long.MAX_VALUE : meetings.getFirst().getStart();
        for (int mail = 0; mail < mails.size(); mail++) {
            first = Math.min(first, mails.second(mail));
        }
        return first;
    }

    private static long last(Mails mails, List<Meeting> meetings) {
        long last = meetings.isEmpty() ? Long.MIN_VALUE : meetings.getLast().getStart();
        for (int mail = 0; mail < mails.size(); mail++) {
            last = Math.max(last, mails.second(mail));
        }
        return last;
    }

    private void mail() {
        int before = wire.size();
        for (int i = dayCount - 1; i >= 0; i--) {
            int sinceLast = days[i] - (i == 0 ? 0 : days[i - 1]);
            boolean ours = sums[SUMS * days[i] + OURS + COUNT] > 0;
            mail(days[i], THEIRS, ours ? 0 : sinceLast);
            mail(days[i], OURS, sinceLast);
        }
        wire.list(before, PackedFacts.MAIL_FIELD_NUMBER);
    }

    /** @param sinceLast days since the entry before */
    private void mail(int day, int side, int sinceLast) {
        int first = SUMS * day + side;
        if (sums[first + COUNT] > 0) {
            wire.element(sums[first + WEIGHT]);
            wire.element(sums[first + ASKS]);
            wire.element(sums[first + COUNT]);
            wire.element(2L * sinceLast + (side == THEIRS ? 1 : 0));
        }
    }

    private void replies(long first) {
        Pairs replies = conversations.replies;
        int before = wire.size();
        for (int i = replies.size() - 1; i >= 0; i--) {
            wire.element(replies.second(i));
            wire.element(sinceLast(replies, i, Conversations.REPLY_BITS, first));
        }
        wire.list(before, PackedFacts.REPLIES_FIELD_NUMBER);
    }

    private void openEnds(long first) {
        Pairs ends = conversations.openEnds;
        int before = wire.size();
        for (int i = ends.size() - 1; i >= 0; i--) {
            wire.fixedElement(ends.second(i));
        }
        wire.list(before, PackedFacts.OPEN_CONVERSATION_FIELD_NUMBER);
        before = wire.size();
        for (int i = ends.size() - 1; i >= 0; i--) {
            wire.element(sinceLast(ends, i, Conversations.OPEN_END_BITS, first));
        }
        wire.list(before, PackedFacts.OPEN_AT_FIELD_NUMBER);
    }

    /** The seconds since the one before, and in the lowest bits what stands there beside the time. */
    private static long sinceLast(Pairs pairs, int index, int bits, long first) {
        long last = index == 0 ? first : pairs.first(index - 1) >> bits;
        return pairs.first(index) - (last << bits);
    }
}
