package io.rapport.insights.relationship;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How much of the year an answer rests upon.
 *
 * @param batches such as {@code 7 of 12}: batches of which every unit that was read is stored here
 * @param mailboxes how many mailboxes that share now have anything stored
 * @param sharing how many users share now; some may have no mailbox at all
 */
public record Completeness(@Schema(examples = "7 of 12") String batches, int complete, int mailboxes, int sharing) {

    public static final int BATCHES = 12;

    boolean isComplete() {
        return complete == BATCHES;
    }

    static Completeness of(int complete, int mailboxes, int sharing) {
        return new Completeness(complete + " of " + BATCHES, complete, mailboxes, sharing);
    }
}
