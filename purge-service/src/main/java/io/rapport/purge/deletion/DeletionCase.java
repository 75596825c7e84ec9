package io.rapport.purge.deletion;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.purge.CaseKind;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A deletion with its two deadlines. Never deleted itself; holds no personal data. */
@Entity
@Table(name = "deletion_case")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
public class DeletionCase extends PanacheEntityBase {

    /** The te in hex for an epoch, the id that consent-service or insights-service gave for what they decided. */
    @Id
    public String id;

    @Enumerated(EnumType.STRING)
    public CaseKind kind;

    /** How many mailboxes are removed from an epoch that goes on; else 0. */
    public int mailboxes;

    /** Why they are; else empty. */
    public String cause;

    /** The epoch it is in. */
    public long te;

    public UUID tenant;

    public int epoch;

    @Enumerated(EnumType.STRING)
    public CaseState state;

    /** What it waits for, if it waits. */
    public String detail;

    /** From when both deadlines count. */
    @Column(name = "decided_at")
    public Instant decidedAt;

    /** When it was gone from the application; copies taken before that still hold it. */
    @Column(name = "done_at")
    public @Nullable Instant doneAt;

    /** How many copies there were then. */
    public int copies;

    /** Up to where the topic of sealed records could hold any of it; null until it was looked. */
    @Column(name = "topic_mark")
    public @Nullable String topicMark;

    /** A person's pseudonym under the epoch's key, in Base64; else empty. Worth nothing without the key. */
    public String subject;

    @Column(name = "app_deadline")
    public Instant appDeadline;

    @Column(name = "backup_deadline")
    public Instant backupDeadline;

    @Column(name = "app_verified_at")
    public @Nullable Instant appVerifiedAt;

    @Column(name = "backups_verified_at")
    public @Nullable Instant backupsVerifiedAt;

    @Column(name = "app_breached_at")
    public @Nullable Instant appBreachedAt;

    @Column(name = "backup_breached_at")
    public @Nullable Instant backupBreachedAt;

    /** Why nothing may be deleted for now; null without a legal hold. */
    @Column(name = "hold_reason")
    public @Nullable String holdReason;

    @Column(name = "hold_by")
    public @Nullable UUID holdBy;

    @Column(name = "hold_since")
    public @Nullable Instant holdSince;

    /** Two replicas that drive the same case: one moves it, the other loses and looks again. */
    @Version
    public int version;

    public Te te() {
        return new Te(te);
    }

    public TenantId tenantId() {
        return new TenantId(tenant);
    }

    boolean held() {
        return holdReason != null;
    }

    /** Whose data is gone from the application, and which a backup could still bring back. */
    static Uni<List<DeletionCase>> gone(Instant since) {
        return list(
                "doneAt is not null and state in ?1 and (backupsVerifiedAt is null or backupsVerifiedAt > ?2)"
                        + " order by doneAt, id",
                List.of(
                        CaseState.DROPPED,
                        CaseState.APP_VERIFIED,
                        CaseState.BACKUPS_PENDING,
                        CaseState.BACKUPS_VERIFIED),
                since);
    }

    static Uni<List<DeletionCase>> of(TenantId tenant) {
        return list("tenant = ?1 order by decidedAt desc, id", tenant.value());
    }
}
