package io.rapport.insights.relationship;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.Meeting;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.Reply;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** Writes facts as a fold would, for tests: one mailbox, one contact, one window. */
final class Mail {

    private final LocalDate from;
    private final ContactFacts.Builder facts = ContactFacts.newBuilder();
    private final Map<Integer, long[]> days = new TreeMap<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    Mail(LocalDate from) {
        this.from = from;
    }

    /** Mail between two people: full weight. */
    Mail day(LocalDate day, int sent, int received) {
        return day(day, sent, received, 0, 0);
    }

    Mail day(LocalDate day, int sent, int received, int asksByUs, int asksByThem) {
        long[] sums = days.computeIfAbsent((int) (day.toEpochDay() - from.toEpochDay()), key -> new long[4]);
        sums[0] += sent;
        sums[1] += received;
        sums[2] += asksByUs;
        sums[3] += asksByThem;
        seen(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
        return this;
    }

    Mail meeting(long id, Instant start, int minutes, boolean byUs) {
        facts.addMeetings(Meeting.newBuilder()
                .setMeeting(id)
                .setStart(start.getEpochSecond())
                .setMinutes(minutes)
                .setByUs(byUs)
                .setWeight(65_536));
        seen(start.getEpochSecond());
        return this;
    }

    Mail replyByUs(Instant asked, int seconds) {
        facts.addRepliesByUs(
                Reply.newBuilder().setAskedAt(asked.getEpochSecond()).setAfterSeconds(seconds));
        return this;
    }

    Mail waitingForUs(long conversation, Instant asked) {
        facts.addWaitingForUs(end(conversation, asked));
        return this;
    }

    Mail answerByUs(long conversation, Instant at) {
        facts.addAnswersByUs(end(conversation, at));
        return this;
    }

    Stretch stretch(int mailbox, int contact) {
        return new Stretch(mailbox, contact, from, facts());
    }

    ContactFacts facts() {
        ContactFacts.Builder all = facts.clone();
        days.forEach((day, sums) -> all.addDay(day)
                .addSent((int) sums[0])
                .addReceived((int) sums[1])
                .addSentWeight(sums[0] * 65_536)
                .addReceivedWeight(sums[1] * 65_536)
                .addAsksByUs((int) sums[2])
                .addAsksByThem((int) sums[3]));
        if (first > last) {
            seen(from.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
        }
        return all.setFirstAt(first).setLastAt(last).build();
    }

    private static OpenEnd end(long conversation, Instant at) {
        return OpenEnd.newBuilder()
                .setConversation(conversation)
                .setAt(at.getEpochSecond())
                .build();
    }

    private void seen(long second) {
        first = Math.min(first, second);
        last = Math.max(last, second);
    }
}
