package io.rapport.contracts.purge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import java.time.Instant;
import java.util.UUID;

/**
 * That insights-service has erased an outside person from an epoch that goes on; it becomes a deletion case. Says nothing
 * about who it was.
 *
 * @param askedAt the decision, from which both deadlines count
 * @param subject the pseudonym under the epoch's key, in Base64: by it the person is found again in a restored backup
 * @param erasedAt copies from before this instant still hold the person
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PersonErasure(UUID id, TenantId tenant, Te te, Instant askedAt, Instant erasedAt, String subject) {}
