package io.rapport.purge.deletion;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
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

/** The deletion of one consent epoch, with its two deadlines. Never deleted itself; holds no personal data. */
@Entity
@Table(name = "deletion_case")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
public class DeletionCase extends PanacheEntityBase {

    @Id
    public long te;

    public UUID tenant;

    public int epoch;

    @Enumerated(EnumType.STRING)
    public CaseState state;

    /** What it waits for, if it waits. */
    public String detail;

    @Column(name = "withdrawn_at")
    public Instant withdrawnAt;

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

    /** Two replicas that drive the same case: one moves it, the other loses and looks again. */
    @Version
    public int version;

    public Te id() {
        return new Te(te);
    }

    public TenantId tenantId() {
        return new TenantId(tenant);
    }

    static Uni<List<DeletionCase>> open() {
        return list("state <> ?1 order by withdrawnAt", CaseState.BACKUPS_VERIFIED);
    }

    static Uni<List<DeletionCase>> of(TenantId tenant) {
        return list("tenant = ?1 order by epoch desc", tenant.value());
    }
}
