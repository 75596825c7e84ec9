package io.rapport.contracts.purge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import java.time.Instant;
import java.util.UUID;

/**
 * That consent-service has ended the sharing of mailboxes in an epoch that goes on; it becomes a deletion case. Says how
 * many and not whose: the owners ask for that themselves.
 *
 * @param decidedAt from which both deadlines count
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MailboxRemoval(
        UUID id, TenantId tenant, int epoch, Te te, Cause cause, int mailboxes, Instant decidedAt) {

    /** Why. */
    public enum Cause {
        SWITCHED_OFF,
        EXCLUDED,
        NOT_IN_ROLE_GROUP,
        LEFT
    }
}
