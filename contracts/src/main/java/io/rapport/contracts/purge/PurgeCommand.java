package io.rapport.contracts.purge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import java.time.Instant;

/**
 * One step of a deletion case, for one owner.
 *
 * @param deletionCase the case; for the withdrawal of an epoch it is the te in hex, for mailboxes the removal's id
 * @param kind an epoch, or mailboxes of one; persons are erased by their owner before there is a case
 * @param tenant repeated for the owner's wrong-tenant guard: an owner refuses if its te belongs to another tenant
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PurgeCommand(
        String deletionCase,
        CaseKind kind,
        Te te,
        TenantId tenant,
        int epoch,
        PurgeStep step,
        Owner owner,
        Instant orderedAt) {}
