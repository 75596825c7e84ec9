package io.rapport.ingestion.batch;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
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

/** The plan of one consent epoch: twelve batches over its mailboxes. */
@Entity
@Table(name = "epoch_plan")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
public class EpochPlan extends PanacheEntityBase {

    @Id
    public long te;

    public UUID tenant;

    public int epoch;

    @Column(name = "granted_at")
    public Instant grantedAt;

    @Enumerated(EnumType.STRING)
    public State state;

    /** Why it stopped; empty otherwise. */
    public String reason;

    /** RUNNING while units are open; STOPPED if the tenant itself cannot be read; CANCELLED by withdrawal. */
    public enum State {
        RUNNING,
        DONE,
        STOPPED,
        CANCELLED
    }

    static Uni<@Nullable EpochPlan> newest(TenantId tenant) {
        return find("tenant = ?1 order by epoch desc", tenant.value()).firstResult();
    }
}
