package io.rapport.ingestion.fold;

/**
 * Who answered whom and when, for one contact in one window; what is not settled within it is left open. Used for one
 * contact after the other.
 */
final class Conversations {

    /** An answer later than this is not one. */
    static final long HORIZON = 14 * 86_400L;

    private static final long NEVER = Long.MAX_VALUE;

    final Side us;
    final Side them;

    /** @param windowEnd both in seconds since 1970 UTC */
    Conversations(long windowStart, long windowEnd) {
        this.us = new Side(windowStart, windowEnd);
        this.them = new Side(windowStart, windowEnd);
    }

    /** @param mails sorted */
    void settle(Mails mails) {
        us.clear();
        them.clear();
        for (int until = mails.size(); until > 0; ) {
            until = settleLast(mails, until);
        }
        us.sort();
        them.sort();
    }

    /**
     * Settles the conversation that ends before an index, from its last mail to its first: so the next mail of either
     * side is always known. @return where it begins
     */
    private int settleLast(Mails mails, int until) {
        long conversation = mails.conversation(until - 1);
        long nextByUs = NEVER;
        long nextByThem = NEVER;
        int left = until;
        while (left > 0 && mails.conversation(left - 1) == conversation) {
            // Mail of the same second answers nothing of it.
            int end = left;
            long at = mails.second(end - 1);
            for (; left > 0 && mails.conversation(left - 1) == conversation && mails.second(left - 1) == at; left--) {
                if (mails.ask(left - 1)) {
                    if (mails.byUs(left - 1)) {
                        them.settle(conversation, at, nextByThem);
                    } else {
                        us.settle(conversation, at, nextByUs);
                    }
                }
            }
            for (int mail = left; mail < end; mail++) {
                if (mails.byUs(mail)) {
                    nextByUs = at;
                } else {
                    nextByThem = at;
                }
            }
        }
        us.began(conversation, nextByUs);
        them.began(conversation, nextByThem);
        return left;
    }

    /** What one side answered, over all conversations. */
    static final class Side {

        private final long windowStart;
        private final long windowEnd;
        /** Second of the ask, seconds until the reply. */
        final Pairs replies = new Pairs();
        /** Asks that wait for this side: second, conversation; so are the answers. */
        final Pairs waiting = new Pairs();

        final Pairs answers = new Pairs();

        private Side(long windowStart, long windowEnd) {
            this.windowStart = windowStart;
            this.windowEnd = windowEnd;
        }

        /** @param answer the answering side's first mail after the ask, or never */
        private void settle(long conversation, long ask, long answer) {
            if (answer <= ask + HORIZON) {
                replies.add(ask, answer - ask);
            } else if (ask + HORIZON >= windowEnd) {
                waiting.add(ask, conversation);
            }
        }

        /** @param first the side's first mail of the conversation, or never */
        private void began(long conversation, long first) {
            if (first < windowStart + HORIZON) {
                answers.add(first, conversation);
            }
        }

        private void clear() {
            replies.clear();
            waiting.clear();
            answers.clear();
        }

        private void sort() {
            replies.sort();
            waiting.sort();
            answers.sort();
        }
    }
}
