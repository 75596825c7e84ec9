package io.rapport.ingestion.fold;

import com.google.protobuf.ByteString;
import io.rapport.contracts.ingestion.Facts;
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
    /** Seconds of the first and last mail or meeting. */
    private long first;

    private long last;
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
        addUp(mails, meetings);
        conversations.settle(mails);

        wire.clear();
        openEnds();
        replies();
        mail();
        for (int i = meetings.size() - 1; i >= 0; i--) {
            wire.bytes(PackedFacts.MEETINGS_FIELD_NUMBER, meetings.get(i).toByteArray());
        }
        wire.varint(PackedFacts.SPAN_FIELD_NUMBER, last - first);
        wire.varint(PackedFacts.FIRST_AT_FIELD_NUMBER, first);
        return wire.message();
    }

    private void addUp(Mails mails, List<Meeting> meetings) {
        for (int i = 0; i < dayCount; i++) {
            Arrays.fill(sums, SUMS * days[i], SUMS * (days[i] + 1), 0);
        }
        dayCount = 0;
        first = Math.min(
                meetings.isEmpty() ? Long.MAX_VALUE : meetings.getFirst().getStart(),
                mails.size() == 0 ? Long.MAX_VALUE : mails.second(0));
        last = Math.max(
                meetings.isEmpty() ? Long.MIN_VALUE : meetings.getLast().getStart(),
                mails.size() == 0 ? Long.MIN_VALUE : mails.second(mails.size() - 1));
        for (int mail = 0; mail < mails.size(); mail++) {
            int day = (int) (Math.floorDiv(mails.second(mail), SECONDS_PER_DAY) - firstDay);
            int ofDay = SUMS * day;
            if (sums[ofDay + OURS + COUNT] + sums[ofDay + THEIRS + COUNT] == 0) {
                days[dayCount++] = day;
            }
            int side = ofDay + (mails.byUs(mail) ? OURS : THEIRS);
            sums[side + COUNT]++;
            sums[side + WEIGHT] += Weight.of(mails.audience(mail));
            sums[side + ASKS] += mails.ask(mail) ? 1 : 0;
        }
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
        int of = SUMS * day + side;
        if (sums[of + COUNT] > 0) {
            wire.element(sums[of + WEIGHT]);
            wire.element(sums[of + ASKS]);
            wire.element(sums[of + COUNT]);
            wire.element((long) sinceLast << Facts.SIDE_BITS | (side == THEIRS ? Facts.THEIRS : 0));
        }
    }

    private void replies() {
        Pairs replies = conversations.replies;
        int before = wire.size();
        for (int i = replies.size() - 1; i >= 0; i--) {
            wire.element(replies.second(i));
            wire.element(sinceLast(replies, i, Facts.SIDE_BITS));
        }
        wire.list(before, PackedFacts.REPLIES_FIELD_NUMBER);
    }

    private void openEnds() {
        Pairs ends = conversations.openEnds;
        int before = wire.size();
        for (int i = ends.size() - 1; i >= 0; i--) {
            wire.fixedElement(ends.second(i));
        }
        wire.list(before, PackedFacts.OPEN_CONVERSATION_FIELD_NUMBER);
        before = wire.size();
        for (int i = ends.size() - 1; i >= 0; i--) {
            wire.element(sinceLast(ends, i, Facts.KIND_BITS));
        }
        wire.list(before, PackedFacts.OPEN_AT_FIELD_NUMBER);
    }

    /** The seconds since the one before, and in the lowest bits what stands there beside the time. */
    private long sinceLast(Pairs pairs, int index, int bits) {
        long before = index == 0 ? first : pairs.first(index - 1) >> bits;
        return pairs.first(index) - (before << bits);
    }
}
