package io.rapport.ingestion.fold;

/**
 * Who answered whom and when, for one contact in one window; what is not settled within it is left open. Used for one
 * contact after the other.
 */
final class Conversations {

    /** An answer later than this is not one. */
    static final long HORIZON = 14 * 86_400L;

    /** Below the second of a reply's ask stands whose reply it is. */
    static final int REPLY_BITS = 1;

    /** Below the second of an open end stands its kind. */
    static final int OPEN_END_BITS = 2;

    private static final long NEVER = Long.MAX_VALUE;
    /** Kinds of open ends; as with replies, those of the other side are one more. */
    private static final int WAITING = 0;

    private static final int ANSWERS = 2;
    private static final int US = 0;
    private static final int THEM = 1;

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
            replies.add(ask << REPLY_BITS | side, answer - ask);
        } else if (ask + HORIZON >= windowEnd) {
            openEnds.add(ask << OPEN_END_BITS | WAITING | side, conversation);
        }
    }

    /** @param first the side's first mail of the conversation, or never */
    private void began(int side, long conversation, long first) {
        if (first < windowStart + HORIZON) {
            openEnds.add(first << OPEN_END_BITS | ANSWERS | side, conversation);
        }
    }
}
