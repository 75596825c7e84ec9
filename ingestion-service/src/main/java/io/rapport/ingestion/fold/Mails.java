package io.rapport.ingestion.fold;

/** The mails of one contact. A large mailbox has a million, so each is no object but two numbers. */
final class Mails {

    private static final int ASK = 1;
    private static final int BY_US = 2;
    private static final int AUDIENCE_SHIFT = 2;
    /** No counted mail has more recipients than fit. */
    private static final int AUDIENCE_MASK = 31;

    private static final int SECOND_SHIFT = 7;

    /** Of each mail its second, audience, whose it is and whether it asks, and its conversation. */
    private final Pairs pairs = new Pairs();

    static {
        if (Automated.MOST_RECIPIENTS > AUDIENCE_MASK) {
            throw new IllegalStateException("an audience does not fit its bits");
        }
    }

    /**
     * @param at seconds since 1970 UTC
     * @param audience number of recipients
     * @param ask whether an answer can be expected
     */
    void add(long conversation, long at, int audience, boolean byUs, boolean ask) {
        pairs.add(
                at << SECOND_SHIFT | (long) audience << AUDIENCE_SHIFT | (byUs ? BY_US : 0) | (ask ? ASK : 0),
                conversation);
    }

    int size() {
        return pairs.size();
    }

    /** By second. */
    void sort() {
        pairs.sort();
    }

    long conversation(int mail) {
        return pairs.second(mail);
    }

    long second(int mail) {
        return pairs.first(mail) >> SECOND_SHIFT;
    }

    int audience(int mail) {
        return (int) pairs.first(mail) >> AUDIENCE_SHIFT & AUDIENCE_MASK;
    }

    boolean byUs(int mail) {
        return (pairs.first(mail) & BY_US) != 0;
    }

    boolean ask(int mail) {
        return (pairs.first(mail) & ASK) != 0;
    }
}
