package io.rapport.consent.decision;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.Pause;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One consent of a tenant, from its grant to its withdrawal. Rows are never deleted: they are the tenant's history. */
@Entity
@Table(name = "consent_epoch")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
public class ConsentEpoch extends PanacheEntityBase {

    @Id
    public long te;

    public UUID tenant;

    public int epoch;

    @Enumerated(EnumType.STRING)
    public ConsentState.Phase phase;

    @Column(name = "granted_at")
    public Instant grantedAt;

    @Column(name = "withdrawn_at")
    public @Nullable Instant withdrawnAt;

    public long revision;

    @Enumerated(EnumType.STRING)
    @Column(name = "pause_reason")
    public Pause.@Nullable Reason pauseReason;

    @Column(name = "pause_since")
    public @Nullable Instant pauseSince;

    @Column(name = "pause_hides")
    public @Nullable Boolean pauseHides;

    /** The tenant's present: its highest epoch, or null if it never consented. */
    static Uni<@Nullable ConsentEpoch> newest(TenantId tenant) {
        return find("tenant = ?1 order by epoch desc", tenant.value()).firstResult();
    }

    static ConsentEpoch opened(TenantId tenant, Te te, int epoch, Instant grantedAt, long revision) {
        ConsentEpoch opened = new ConsentEpoch();
        opened.te = te.value();
        opened.tenant = tenant.value();
        opened.epoch = epoch;
        opened.phase = ConsentState.Phase.ACTIVE;
        opened.grantedAt = grantedAt;
        opened.revision = revision;
        return opened;
    }

    void withdraw(Instant at) {
        phase = ConsentState.Phase.WITHDRAWN;
        withdrawnAt = at;
        pause(null);
    }

    void pause(@Nullable Pause pause) {
        pauseReason = pause == null ? null : pause.reason();
        pauseSince = pause == null ? null : pause.since();
        pauseHides = pause == null ? null : pause.hides();
    }

    @Nullable
    Pause pause() {
        return pauseReason == null
                ? null
                : new Pause(pauseReason, Objects.requireNonNull(pauseSince), Boolean.TRUE.equals(pauseHides));
    }

    boolean active() {
        return phase == ConsentState.Phase.ACTIVE;
    }

    ConsentState state() {
        Instant since = withdrawnAt == null ? grantedAt : withdrawnAt;
        return new ConsentState(new TenantId(tenant), epoch, new Te(te), phase, since, grantedAt, revision, pause());
    }
}
