package io.rapport.insights.epoch;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A consent epoch that has partitions here. What is written about it is compared with every purge command, so that no
 * command can delete another tenant's data.
 */
@Entity(name = "epoch")
public class Epoch extends PanacheEntityBase {

    /** How far its deletion has come. Only ever forward. */
    public enum State {
        ACTIVE,
        FENCED,
        DRAINED,
        QUARANTINED
    }

    @Id
    long te;

    UUID tenant = new UUID(0, 0);

    int epoch;

    @Enumerated(EnumType.STRING)
    State state = State.ACTIVE;

    @Column(name = "snapshot_at")
    @Nullable
    Instant snapshotAt;

    public Te te() {
        return new Te(te);
    }

    public State state() {
        return state;
    }

    /** When the last snapshot was begun. */
    public @Nullable Instant snapshotAt() {
        return snapshotAt;
    }

    public void snapshotAt(@Nullable Instant at) {
        this.snapshotAt = at;
    }

    /** The wrong-tenant guard. */
    public boolean belongsTo(TenantId owner, int number) {
        return tenant.equals(owner.value()) && epoch == number;
    }

    /** Forward only: a repeated earlier step changes nothing. */
    public void reached(State now) {
        if (now.compareTo(state) > 0) {
            state = now;
        }
    }
}
