package io.rapport.ingestion.fold;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.Reply;
import it.unimi.dsi.fastutil.Arrays;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who answered whom and when, for one contact in one window; what is not settled within it is left open. */
final class Conversations {

    /** An answer later than this is not one. */
    static final long HORIZON = 14 * 86_400L;

    private static final Comparator<OpenEnd> BY_TIME =
            Comparator.comparingLong(OpenEnd::getAt).thenComparingLong(OpenEnd::getConversation);
    private static final Comparator<Reply> BY_ASK =
            Comparator.comparingLong(Reply::getAskedAt).thenComparingInt(Reply::getAfterSeconds);

    /**
     * Two numbers for each mail: its conversation, and {@code second · 4 + (by us ? 2 : 0) + (an ask ? 1 : 0)}. A large
     * mailbox has a million of them, so they are no objects.
     */
    private final LongArrayList mails = new LongArrayList();

    void add(long conversation, long at, boolean byUs, boolean ask) {
        mails.add(conversation);
        mails.add(at * 4 + (byUs ? 2 : 0) + (ask ? 1 : 0));
    }

    void describe(ContactFacts.Builder facts, long windowStart, long windowEnd) {
        Settled byUs = new Settled();
        Settled byThem = new Settled();
        int count = mails.size() / 2;
        Arrays.quickSort(0, count, this::compare, this::swap);
        for (int from = 0; from < count; ) {
            int until = from;
            Side us = new Side();
            Side them = new Side();
            long conversation = mails.getLong(2 * from);
            for (; until < count && mails.getLong(2 * until) == conversation; until++) {
                long mail = mails.getLong(2 * until + 1);
                ((mail & 2) != 0 ? us : them).add(Math.floorDiv(mail, 4), (mail & 1) != 0);
            }
            byUs.settle(conversation, them.asks, us.mails, windowStart, windowEnd);
            byThem.settle(conversation, us.asks, them.mails, windowStart, windowEnd);
            from = until;
        }
        facts.addAllRepliesByUs(sorted(byUs.replies, BY_ASK))
                .addAllRepliesByThem(sorted(byThem.replies, BY_ASK))
                .addAllWaitingForUs(sorted(byUs.waiting, BY_TIME))
                .addAllWaitingForThem(sorted(byThem.waiting, BY_TIME))
                .addAllAnswersByUs(sorted(byUs.answers, BY_TIME))
                .addAllAnswersByThem(sorted(byThem.answers, BY_TIME));
    }

    private int compare(int one, int other) {
        int byConversation = Long.compare(mails.getLong(2 * one), mails.getLong(2 * other));
        return byConversation != 0
                ? byConversation
                : Long.compare(mails.getLong(2 * one + 1), mails.getLong(2 * other + 1));
    }

    private void swap(int one, int other) {
        for (int i = 0; i < 2; i++) {
            long kept = mails.getLong(2 * one + i);
            mails.set(2 * one + i, mails.getLong(2 * other + i));
            mails.set(2 * other + i, kept);
        }
    }

    /** One side of one conversation, by time. */
    private static final class Side {
        final LongArrayList mails = new LongArrayList();
        final LongArrayList asks = new LongArrayList();

        void add(long at, boolean ask) {
            mails.add(at);
            if (ask) {
                asks.add(at);
            }
        }
    }

    /** What one side answered, over all conversations. */
    private static final class Settled {
        final List<Reply> replies = new ArrayList<>();
        final List<OpenEnd> waiting = new ArrayList<>();
        final List<OpenEnd> answers = new ArrayList<>();

        void settle(long conversation, LongArrayList asks, LongArrayList answering, long windowStart, long windowEnd) {
            for (int i = 0; i < asks.size(); i++) {
                long ask = asks.getLong(i);
                long answer = firstAfter(answering, ask);
                if (answer <= ask + HORIZON) {
                    replies.add(Reply.newBuilder()
                            .setAskedAt(ask)
                            .setAfterSeconds(Math.toIntExact(answer - ask))
                            .build());
                } else if (ask + HORIZON >= windowEnd) {
                    waiting.add(end(conversation, ask));
                }
            }
            if (!answering.isEmpty() && answering.getLong(0) < windowStart + HORIZON) {
                answers.add(end(conversation, answering.getLong(0)));
            }
        }

        /** Later than the second, or never. */
        private static long firstAfter(LongArrayList sorted, long second) {
            int low = 0;
            int high = sorted.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sorted.getLong(middle) > second) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low == sorted.size() ? Long.MAX_VALUE : sorted.getLong(low);
        }

        private static OpenEnd end(long conversation, long at) {
            return OpenEnd.newBuilder().setConversation(conversation).setAt(at).build();
        }
    }

    private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        return list.stream().sorted(order).toList();
    }
}
