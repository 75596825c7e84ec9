package io.rapport.ingestion.fold;

import com.google.protobuf.ByteString;
import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.Meeting;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.Reply;
import io.rapport.ingestion.plan.Window;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Adds up a contact's mails and meetings and describes them as {@link ContactFacts}; one contact after the other. */
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

        wire.clear();
        openEnds(ContactFacts.ANSWERS_BY_THEM_FIELD_NUMBER, conversations.them.answers);
        openEnds(ContactFacts.ANSWERS_BY_US_FIELD_NUMBER, conversations.us.answers);
        openEnds(ContactFacts.WAITING_FOR_THEM_FIELD_NUMBER, conversations.them.waiting);
        openEnds(ContactFacts.WAITING_FOR_US_FIELD_NUMBER, conversations.us.waiting);
        replies(ContactFacts.REPLIES_BY_THEM_FIELD_NUMBER, conversations.them.replies);
        replies(ContactFacts.REPLIES_BY_US_FIELD_NUMBER, conversations.us.replies);
        for (int i = meetings.size() - 1; i >= 0; i--) {
            wire.bytes(ContactFacts.MEETINGS_FIELD_NUMBER, meetings.get(i).toByteArray());
        }
        firstAndLast(mails, meetings);
        column(ContactFacts.ASKS_BY_THEM_FIELD_NUMBER, THEIRS + ASKS);
        column(ContactFacts.ASKS_BY_US_FIELD_NUMBER, OURS + ASKS);
        column(ContactFacts.RECEIVED_WEIGHT_FIELD_NUMBER, THEIRS + WEIGHT);
        column(ContactFacts.SENT_WEIGHT_FIELD_NUMBER, OURS + WEIGHT);
        column(ContactFacts.RECEIVED_FIELD_NUMBER, THEIRS + COUNT);
        column(ContactFacts.SENT_FIELD_NUMBER, OURS + COUNT);
        days();
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

    private void firstAndLast(Mails mails, List<Meeting> meetings) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int mail = 0; mail < mails.size(); mail++) {
            first = Math.min(first, mails.second(mail));
            last = Math.max(last, mails.second(mail));
        }
        if (!meetings.isEmpty()) {
            first = Math.min(first, meetings.getFirst().getStart());
            last = Math.max(last, meetings.getLast().getStart());
        }
        wire.varint(ContactFacts.LAST_AT_FIELD_NUMBER, last);
        wire.varint(ContactFacts.FIRST_AT_FIELD_NUMBER, first);
    }

    private void column(int field, int sum) {
        if (dayCount > 0) {
            int before = wire.size();
            for (int i = dayCount - 1; i >= 0; i--) {
                wire.element(sums[SUMS * days[i] + sum]);
            }
            wire.since(before, field);
        }
    }

    private void days() {
        if (dayCount > 0) {
            int before = wire.size();
            for (int i = dayCount - 1; i >= 0; i--) {
                wire.element(days[i]);
            }
            wire.since(before, ContactFacts.DAY_FIELD_NUMBER);
        }
    }

    private void replies(int field, Pairs replies) {
        for (int i = replies.size() - 1; i >= 0; i--) {
            int before = wire.size();
            wire.varint(Reply.AFTER_SECONDS_FIELD_NUMBER, replies.second(i));
            wire.varint(Reply.ASKED_AT_FIELD_NUMBER, replies.first(i));
            wire.since(before, field);
        }
    }

    private void openEnds(int field, Pairs ends) {
        for (int i = ends.size() - 1; i >= 0; i--) {
            int before = wire.size();
            wire.varint(OpenEnd.AT_FIELD_NUMBER, ends.first(i));
            wire.fixed64(OpenEnd.CONVERSATION_FIELD_NUMBER, ends.second(i));
            wire.since(before, field);
        }
    }
}
