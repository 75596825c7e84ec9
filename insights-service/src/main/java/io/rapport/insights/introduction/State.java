package io.rapport.insights.introduction;

/** What became of a request. */
public enum State {
    /** Waits for the introducer. */
    REQUESTED,
    /** The introducer wants to talk first, and thereby makes themselves known. */
    ASK_FIRST,
    ACCEPTED,
    DECLINED,
    /** Taken back by who asked. */
    CANCELLED;

    /** Whether it waits for an answer. */
    public boolean open() {
        return this == REQUESTED || this == ASK_FIRST;
    }

    /** The introducer is named once they have said yes, or that they want to talk. */
    boolean reveals() {
        return this == ACCEPTED || this == ASK_FIRST;
    }
}
