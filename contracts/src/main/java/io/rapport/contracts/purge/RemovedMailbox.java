package io.rapport.contracts.purge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rapport.contracts.ids.UserId;

/**
 * A mailbox of a {@link MailboxRemoval}.
 *
 * @param before what was read in periods of sharing before this revision is to go; a later period is not touched
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RemovedMailbox(UserId user, long before) {}
