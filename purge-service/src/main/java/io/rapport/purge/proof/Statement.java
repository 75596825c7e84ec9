package io.rapport.purge.proof;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.purge.CaseKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate states. No personal data.
 *
 * @param kind an epoch, mailboxes of one, or an outside person
 * @param cause why mailboxes were removed; empty else
 * @param mailboxes how many; 0 else
 * @param decidedAt from when the deadline counts
 * @param stage APP (24 h) or BACKUP (30 d)
 * @param breachedAt the deadline, if it was missed; a late deletion stays late
 * @param history how far it was when
 * @param assets everything registered that could hold data of the epoch
 * @param key what came of asking for the epoch's key
 * @param software who verified
 */
@RegisterForReflection
public record Statement(
        @JsonProperty("case") String deletionCase,
        CaseKind kind,
        String cause,
        int mailboxes,
        Te te,
        TenantId tenant,
        int epoch,
        Stage stage,
        Instant decidedAt,
        Instant deadline,
        Instant verifiedAt,
        @Nullable Instant breachedAt,
        List<Moment> history,
        List<Asset> assets,
        String key,
        String software,
        @Nullable Chain chain) {

    public enum Stage {
        APP,
        BACKUP
    }

    /**
     * A state that the case reached.
     *
     * @param digest SHA-256 of the case's history up to then, in hex: no entry up to there can be changed unnoticed;
     *     null in certificates from before it was told
     */
    public record Moment(String state, Instant at, @Nullable String digest) {}

    /**
     * One asset.
     *
     * @param before what its owner said it removed
     * @param after what was counted afresh
     * @param note of the key its fingerprint; may be empty
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
                cause,
                mailboxes,
                te,
                tenant,
                epoch,
                stage,
                decidedAt,
                deadline,
                verifiedAt,
                breachedAt,
                history,
                assets,
                key,
                software,
                place);
    }
}
