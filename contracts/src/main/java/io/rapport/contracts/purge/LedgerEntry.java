package io.rapport.contracts.purge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;

/**
 * A deletion that owners of data have carried out: what purge-service remembers outside the stores, so that a store that
 * was restored from a backup can be brought to where it was.
 *
 * @param subject for a person the pseudonym under the epoch's key, in Base64; else empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LedgerEntry(String deletionCase, CaseKind kind, Te te, TenantId tenant, int epoch, String subject) {}
