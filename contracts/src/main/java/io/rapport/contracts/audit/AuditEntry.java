package io.rapport.contracts.audit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import java.time.Instant;
import java.util.HexFormat;

/**
 * One entry of a tenant's audit trail: a line of the export.
 *
 * @param position counts up from 1 without a gap
 * @param at UTC, to the millisecond
 * @param actor object id of who decided
 * @param detail the consent receipt as JSON text, exactly as it was hashed
 * @param previousHash hexadecimal; empty for the first entry
 * @param hash hexadecimal, by {@link HashChain}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AuditEntry(
        TenantId tenant,
        int position,
        Instant at,
        UserId actor,
        String action,
        String detail,
        String previousHash,
        String hash) {

    private static final HexFormat HEX = HexFormat.of();

    /** The entry after {@code previousHash}, with its hash computed. */
    public static AuditEntry after(
            String previousHash,
            TenantId tenant,
            int position,
            Instant at,
            UserId actor,
            String action,
            String detail) {
        AuditEntry unsealed = new AuditEntry(tenant, position, at, actor, action, detail, previousHash, "");
        return new AuditEntry(tenant, position, at, actor, action, detail, previousHash, unsealed.computedHash());
    }

    /** What the hash must be if nothing was changed. */
    public String computedHash() {
        return HEX.formatHex(HashChain.link(
                HEX.parseHex(previousHash),
                tenant.toString(),
                Integer.toString(position),
                at.toString(),
                actor.toString(),
                action,
                detail));
    }

    /**
     * True if this entry is whole and follows the other directly.
     *
     * @param positionBefore of the entry before it, 0 for none
     * @param hashBefore its hash, empty for none
     */
    public boolean follows(int positionBefore, String hashBefore) {
        return position == positionBefore + 1 && previousHash.equals(hashBefore) && hash.equals(computedHash());
    }
}
