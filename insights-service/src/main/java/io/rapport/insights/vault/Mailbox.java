package io.rapport.insights.vault;

import io.rapport.contracts.ids.UserId;

/**
 * A colleague's mailbox in one period of sharing.
 *
 * @param id number within the epoch
 */
public record Mailbox(int id, Sharer sharer, Identity identity) {

    public UserId user() {
        return sharer.user();
    }
}
