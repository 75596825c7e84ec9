package io.rapport.purge.proof;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate states. No personal data.
 *
 * @param stage APP (24 h) or BACKUP (30 d)
 * @param breachedAt the deadline, if it was missed; a late deletion stays late
 * @param rounds how often deletion was ordered; more than one means a verification found something
 * @param reached when each state was reached, the last time if it was more than once
 * @param assets everything registered that could hold data of the epoch
 * @param key what came of asking for the epoch's key
 * @param software name and version of what verified
 * @param verifier who verified, by which means
 */
public record Statement(
        @JsonProperty("case") String deletionCase,
        Te te,
        TenantId tenant,
        int epoch,
        Stage stage,
        Instant withdrawnAt,
        Instant deadline,
        Instant verifiedAt,
        @Nullable Instant breachedAt,
        int rounds,
        Map<String, Instant> reached,
        List<Asset> assets,
        String key,
        String software,
        String verifier) {

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
}
