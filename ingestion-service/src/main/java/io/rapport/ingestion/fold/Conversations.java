package io.rapport.ingestion.fold;

import io.rapport.contracts.ingestion.Facts;

/**
 * Who answered whom and when, for one contact in one window; what is not settled within it is left open. Used for one
 * contact after the other.
 */
final class Conversations {

    /** An answer later than this is not one. */
    static final long HORIZON = 14 * 86_400L;

    private static final long NEVER = Long.MAX_VALUE;
    private static final int US = 0;
    /** The kind of an open end is one more if it is theirs. */
    private static final int THEM = Facts.THEIRS;

    private final long windowStart;
    private final long windowEnd;

    /** Of each reply the second of the ask with whose it is, and the seconds until the reply. */
    final Pairs replies = new Pairs();
    /** Of each open end the second with its kind, and the conversation. */
    final Pairs openEnds = new Pairs();

    /** @param windowEnd both in seconds since 1970 UTC */
    Conversations(long windowStart, long windowEnd) {
        this.windowStart = windowStart;
        this.windowEnd = windowEnd;
    }

    /** @param mails sorted */
    void settle(Mails mails) {
        replies.clear();
        openEnds.clear();
        for (int until = mails.size(); until > 0; ) {
            until = settleLast(mails, until);
        }
        replies.sort();
        openEnds.sort();
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
                        settle(THEM, conversation, at, nextByThem);
                    } else {
                        settle(US, conversation, at, nextByUs);
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
        began(US, conversation, nextByUs);
        began(THEM, conversation, nextByThem);
        return left;
    }

    /** @param answer the answering side's first mail after the ask, or never */
    private void settle(int side, long conversation, long ask, long answer) {
        if (answer <= ask + HORIZON) {
            replies.add(ask << Facts.SIDE_BITS | side, answer - ask);
        } else if (ask + HORIZON >= windowEnd) {
            openEnds.add(ask << Facts.KIND_BITS | Facts.WAITING_FOR_US | side, conversation);
        }
    }

    /** @param first the side's first mail of the conversation, or never */
    private void began(int side, long conversation, long first) {
        if (first < windowStart + HORIZON) {
            openEnds.add(first << Facts.KIND_BITS | Facts.ANSWER_BY_US | side, conversation);
        }
    }
}
