package io.rapport.consent.decision;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.rapport.contracts.consent.ConsentState;
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

    /** Counts the changes made to this consent while it was active; part of the ETag. */
    public int amendment;

    public long revision;

    @Column(name = "each_user")
    public boolean eachUser;

    public boolean aggregated;

    /** The tenant's present: its highest epoch, or null if it never consented. */
    static Uni<@Nullable ConsentEpoch> newest(TenantId tenant) {
        return find("tenant = ?1 order by epoch desc", tenant.value()).firstResult();
    }

    boolean active() {
        return phase == ConsentState.Phase.ACTIVE;
    }

    ConsentState state() {
        Instant since = withdrawnAt == null ? grantedAt : withdrawnAt;
        return new ConsentState(new TenantId(tenant), epoch, new Te(te), phase, since, grantedAt);
    }
}
