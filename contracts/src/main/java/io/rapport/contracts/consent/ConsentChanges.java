package io.rapport.contracts.consent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * The answer to {@code GET /internal/consent-state?since=revision}: everything that changed after that revision, for
 * all tenants. Having received it renews the caller's lease.
 *
 * @param revision what to ask from next time
 * @param complete false if more is to come: ask again at once; the lease starts only with a complete answer
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConsentChanges(
        long revision, boolean complete, List<ConsentState> consents, List<SharingState> sharing) {}
