package io.rapport.contracts.consent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;

/**
 * Whether a user's mailbox is read and shown: consent active, user licensed, not switched off by the user, not a
 * member of an excluded group. A user of whom nothing was ever said is not shared.
 *
 * @param revision consent-service's change counter; a higher one wins. It stays while the answer does, so that of a user
 *     who shares it names the period of sharing: what was read in an earlier one is never shown in a later one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SharingState(TenantId tenant, UserId user, boolean shared, long revision) {}
