package io.rapport.ingestion.fold;

import io.rapport.contracts.ingestion.Facts;
import it.unimi.dsi.fastutil.HashCommon;
import java.util.Arrays;

/**
 * Who answered whom and when, for one contact in one window; what is not settled within it is left open. Used for one
 * contact after the other.
 */
final class Conversations {

    /** An answer later than this is not one. */
    static final int HORIZON = 14 * 86_400;

    private static final int NEVER = Integer.MAX_VALUE;
    private static final float HALF = 0.5f;
    private static final int FEW = 1 << 6;
    private static final int US = 0;
    /** The kind of an open end is one more if it is theirs. */
    private static final int THEM = Facts.THEIRS;

    private final long windowStart;
    private final long windowSeconds;

    /** A table of the contact's conversations, by pseudonym; free where nobody writes. */
    private long[] conversations = new long[FEW];
    /** When either side writes next in each, in seconds of the window, or never. */
    private int[] nextByUs = new int[FEW];

    private int[] nextByThem = new int[FEW];
    private int mask;

    /** Of each reply the second of the ask with whose it is, and the seconds until the reply. */
    final Pairs replies = new Pairs();
    /** Of each open end the second with its kind, and the conversation. */
    final Pairs openEnds = new Pairs();

    /** @param windowEnd both in seconds since 1970 UTC */
    Conversations(long windowStart, long windowEnd) {
        this.windowStart = windowStart;
        this.windowSeconds = windowEnd - windowStart;
    }

    /** @param mails sorted */
    void settle(Mails mails) {
        replies.clear();
        openEnds.clear();
        forget(mails.size());
        // From the last to the first, so the next mail of either side is always known.
        for (int until = mails.size(); until > 0; ) {
            until = settleLast(mails, until);
        }
        for (int place = 0; place <= mask; place++) {
            began(US, conversations[place], nextByUs[place]);
            began(THEM, conversations[place], nextByThem[place]);
        }
        replies.sort();
        openEnds.sort();
    }

    /**
     * Settles the mails of one second, the last before an index: none of them answers another.
     *
     * @return where they begin
     */
    private int settleLast(Mails mails, int until) {
        long second = mails.second(until - 1);
        int at = (int) (second - windowStart);
        int from = until;
        for (; from > 0 && mails.second(from - 1) == second; from--) {
            if (mails.ask(from - 1)) {
                long conversation = mails.conversation(from - 1);
                int place = place(conversation);
                if (mails.byUs(from - 1)) {
                    settle(THEM, conversation, at, nextByThem[place]);
                } else {
                    settle(US, conversation, at, nextByUs[place]);
                }
            }
        }
        for (int mail = from; mail < until; mail++) {
            int place = place(mails.conversation(mail));
            conversations[place] = mails.conversation(mail);
            (mails.byUs(mail) ? nextByUs : nextByThem)[place] = at;
        }
        return from;
    }

    /** Where a conversation stands, or would. */
    private int place(long conversation) {
        int place = (int) conversation & mask;
        while ((nextByUs[place] != NEVER || nextByThem[place] != NEVER) && conversations[place] != conversation) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void forget(int atMost) {
        mask = HashCommon.arraySize(atMost, HALF) - 1;
        if (mask >= conversations.length) {
            conversations = new long[mask + 1];
            nextByUs = new int[mask + 1];
            nextByThem = new int[mask + 1];
        }
        Arrays.fill(nextByUs, 0, mask + 1, NEVER);
        Arrays.fill(nextByThem, 0, mask + 1, NEVER);
    }

    /** @param answer the answering side's first mail after the ask, or never */
    private void settle(int side, long conversation, int ask, int answer) {
        if (answer <= ask + HORIZON) {
            replies.add(windowStart + ask << Facts.SIDE_BITS | side, answer - ask);
        } else if (ask + HORIZON >= windowSeconds) {
            openEnds.add(windowStart + ask << Facts.KIND_BITS | Facts.WAITING_FOR_US | side, conversation);
        }
    }

    /** @param first the side's first mail of the conversation, or never */
    private void began(int side, long conversation, int first) {
        if (first < HORIZON) {
            openEnds.add(windowStart + first << Facts.KIND_BITS | Facts.ANSWER_BY_US | side, conversation);
        }
    }
}
