package io.rapport.purge.proof;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate states. No personal data.
 *
 * @param kind EPOCH or PERSON
 * @param decidedAt from when the deadline counts
 * @param stage APP (24 h) or BACKUP (30 d)
 * @param breachedAt the deadline, if it was missed; a late deletion stays late
 * @param assets everything registered that could hold data of the epoch
 * @param key what came of asking for the epoch's key
 * @param software who verified
 */
public record Statement(
        @JsonProperty("case") String deletionCase,
        String kind,
        Te te,
        TenantId tenant,
        int epoch,
        Stage stage,
        Instant decidedAt,
        Instant deadline,
        Instant verifiedAt,
        @Nullable Instant breachedAt,
        List<Asset> assets,
        String key,
        String software,
        @Nullable Chain chain) {

    public enum Stage {
        APP,
        BACKUP
    }

    /**
     * One asset.
     *
     * @param before what its owner said it removed
     * @param after what was counted afresh
     */
    public record Asset(String asset, String method, long before, long after, String note) {}

    /**
     * The place in the log of certificates.
     *
     * @param previous SHA-256 of the certificate before, in hex; empty for the first
     */
    public record Chain(long position, String previous) {}

    Statement at(Chain place) {
        return new Statement(
                deletionCase,
                kind,
                te,
                tenant,
                epoch,
                stage,
                decidedAt,
                deadline,
                verifiedAt,
                breachedAt,
                assets,
                key,
                software,
                place);
    }
}
