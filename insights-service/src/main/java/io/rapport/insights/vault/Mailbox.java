package io.rapport.insights.vault;

import io.rapport.contracts.ids.UserId;

/**
 * A colleague's mailbox.
 *
 * @param id number within the epoch
 */
public record Mailbox(int id, UserId user, Identity identity) {}
