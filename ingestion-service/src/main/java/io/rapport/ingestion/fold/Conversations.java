package io.rapport.ingestion.fold;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.Reply;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.function.Consumer;

/**
 * Who answered whom and when, for one contact in one window; what is not settled within it is left open. A large mailbox
 * has a million mails and as many ends, so they are no objects but pairs of numbers until they are described.
 */
final class Conversations {

    /** An answer later than this is not one. */
    static final long HORIZON = 14 * 86_400L;

    private static final long NEVER = Long.MAX_VALUE;
    private static final int BY_US = 2;
    private static final int ASK = 1;

    /** Of each mail its conversation, and {@code second · 4 + (by us ? 2 : 0) + (an ask ? 1 : 0)}. */
    private final Pairs mails = new Pairs();

    void add(long conversation, long at, boolean byUs, boolean ask) {
        mails.add(conversation, at * 4 + (byUs ? BY_US : 0) + (ask ? ASK : 0));
    }

    void describe(ContactFacts.Builder facts, long windowStart, long windowEnd) {
        Settled byUs = new Settled(windowStart, windowEnd);
        Settled byThem = new Settled(windowStart, windowEnd);
        mails.sort();
        for (int until = mails.size(); until > 0; ) {
            until = settleLast(until, byUs, byThem);
        }
        byUs.replies(facts::addRepliesByUs);
        byThem.replies(facts::addRepliesByThem);
        Settled.ends(byUs.waiting, facts::addWaitingForUs);
        Settled.ends(byThem.waiting, facts::addWaitingForThem);
        Settled.ends(byUs.answers, facts::addAnswersByUs);
        Settled.ends(byThem.answers, facts::addAnswersByThem);
    }

    /**
     * Settles the conversation that ends before an index, from its last mail to its first: so the next mail of either
     * side is always known. @return where it begins
     */
    private int settleLast(int until, Settled byUs, Settled byThem) {
        long conversation = mails.first(until - 1);
        long nextByUs = NEVER;
        long nextByThem = NEVER;
        int left = until;
        while (left > 0 && mails.first(left - 1) == conversation) {
            // Mail of the same second answers nothing of it.
            int end = left;
            long at = second(end - 1);
            for (; left > 0 && mails.first(left - 1) == conversation && second(left - 1) == at; left--) {
                if (is(left - 1, ASK)) {
                    if (is(left - 1, BY_US)) {
                        byThem.settle(conversation, at, nextByThem);
                    } else {
                        byUs.settle(conversation, at, nextByUs);
                    }
                }
            }
            for (int mail = left; mail < end; mail++) {
                if (is(mail, BY_US)) {
                    nextByUs = at;
                } else {
                    nextByThem = at;
                }
            }
        }
        byUs.began(conversation, nextByUs);
        byThem.began(conversation, nextByThem);
        return left;
    }

    private long second(int mail) {
        return Math.floorDiv(mails.second(mail), 4);
    }

    private boolean is(int mail, int mark) {
        return (mails.second(mail) & mark) != 0;
    }

    /** What one side answered, over all conversations. */
    private static final class Settled {
        private final long windowStart;
        private final long windowEnd;
        /** Second of the ask, seconds until the reply. */
        private final Pairs replies = new Pairs();
        /** Second, conversation; so are the answers. */
        final Pairs waiting = new Pairs();

        final Pairs answers = new Pairs();

        Settled(long windowStart, long windowEnd) {
            this.windowStart = windowStart;
            this.windowEnd = windowEnd;
        }

        /** @param answer the answering side's first mail after the ask, or never */
        void settle(long conversation, long ask, long answer) {
            if (answer <= ask + HORIZON) {
                replies.add(ask, answer - ask);
            } else if (ask + HORIZON >= windowEnd) {
                waiting.add(ask, conversation);
            }
        }

        /** @param first the side's first mail of the conversation, or never */
        void began(long conversation, long first) {
            if (first < windowStart + HORIZON) {
                answers.add(first, conversation);
            }
        }

        void replies(Consumer<Reply> to) {
            replies.sort();
            Reply.Builder reply = Reply.newBuilder();
            for (int i = 0; i < replies.size(); i++) {
                to.accept(reply.setAskedAt(replies.first(i))
                        .setAfterSeconds(Math.toIntExact(replies.second(i)))
                        .build());
            }
        }

        static void ends(Pairs ends, Consumer<OpenEnd> to) {
            ends.sort();
            OpenEnd.Builder end = OpenEnd.newBuilder();
            for (int i = 0; i < ends.size(); i++) {
                to.accept(
                        end.setAt(ends.first(i)).setConversation(ends.second(i)).build());
            }
        }
    }

    /** Pairs of numbers, to be sorted by the first, then by the second. */
    private static final class Pairs {
        private final LongArrayList firsts = new LongArrayList();
        private final LongArrayList seconds = new LongArrayList();

        void add(long first, long second) {
            firsts.add(first);
            seconds.add(second);
        }

        long first(int index) {
            return firsts.getLong(index);
        }

        long second(int index) {
            return seconds.getLong(index);
        }

        int size() {
            return firsts.size();
        }

        void sort() {
            LongArrays.quickSort(firsts.elements(), seconds.elements(), 0, size());
        }
    }
}
