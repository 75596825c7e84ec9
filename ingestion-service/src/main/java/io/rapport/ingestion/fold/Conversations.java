package io.rapport.ingestion.fold;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who answered whom and when, for one contact in one window; what is not settled within it is left open. */
final class Conversations {

    /** An answer later than this is not one. */
    static final long HORIZON = 14 * 86_400L;

    private static final Comparator<OpenEnd> BY_TIME =
            Comparator.comparingLong(OpenEnd::getAt).thenComparingLong(OpenEnd::getConversation);
    private static final Comparator<Reply> BY_ASK =
            Comparator.comparingLong(Reply::getAskedAt).thenComparingInt(Reply::getAfterSeconds);

    private final Map<Long, Conversation> all = new TreeMap<>();

    private static final class Conversation {
        final Side us = new Side();
        final Side them = new Side();
    }

    private static final class Side {
        final List<Long> mails = new ArrayList<>();
        final List<Long> asks = new ArrayList<>();
    }

    void add(long conversation, long at, boolean byUs, boolean ask) {
        Conversation known = all.computeIfAbsent(conversation, id -> new Conversation());
        Side side = byUs ? known.us : known.them;
        side.mails.add(at);
        if (ask) {
            side.asks.add(at);
        }
    }

    void describe(ContactFacts.Builder facts, long windowStart, long windowEnd) {
        Settled byUs = new Settled();
        Settled byThem = new Settled();
        all.forEach((id, conversation) -> {
            byUs.settle(id, conversation.them.asks, conversation.us.mails, windowStart, windowEnd);
            byThem.settle(id, conversation.us.asks, conversation.them.mails, windowStart, windowEnd);
        });
        facts.addAllRepliesByUs(sorted(byUs.replies, BY_ASK))
                .addAllRepliesByThem(sorted(byThem.replies, BY_ASK))
                .addAllWaitingForUs(sorted(byUs.waiting, BY_TIME))
                .addAllWaitingForThem(sorted(byThem.waiting, BY_TIME))
                .addAllAnswersByUs(sorted(byUs.answers, BY_TIME))
                .addAllAnswersByThem(sorted(byThem.answers, BY_TIME));
    }

    /** What one side answered, over all conversations. */
    private static final class Settled {
        final List<Reply> replies = new ArrayList<>();
        final List<OpenEnd> waiting = new ArrayList<>();
        final List<OpenEnd> answers = new ArrayList<>();

        void settle(long conversation, List<Long> asks, List<Long> mails, long windowStart, long windowEnd) {
            List<Long> sorted = mails.stream().sorted().toList();
            for (long ask : asks) {
                long answer = firstAfter(sorted, ask);
                if (answer <= ask + HORIZON) {
                    replies.add(Reply.newBuilder()
                            .setAskedAt(ask)
                            .setAfterSeconds(Math.toIntExact(answer - ask))
                            .build());
                } else if (ask + HORIZON >= windowEnd) {
                    waiting.add(end(conversation, ask));
                }
            }
            if (!sorted.isEmpty() && sorted.getFirst() < windowStart + HORIZON) {
                answers.add(end(conversation, sorted.getFirst()));
            }
        }

        private static long firstAfter(List<Long> sorted, long ask) {
            for (long mail : sorted) {
                if (mail > ask) {
                    return mail;
                }
            }
            return Long.MAX_VALUE;
        }

        private static OpenEnd end(long conversation, long at) {
            return OpenEnd.newBuilder().setConversation(conversation).setAt(at).build();
        }
    }

    private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        return list.stream().sorted(order).toList();
    }
}
