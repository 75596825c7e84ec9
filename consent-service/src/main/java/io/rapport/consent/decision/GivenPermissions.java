package io.rapport.consent.decision;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.rapport.contracts.ids.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The two permissions of a tenant that open no epoch. */
@Entity
@Table(name = "permission")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
public class GivenPermissions extends PanacheEntityBase {

    @Id
    public UUID tenant;

    @Column(name = "each_user")
    public boolean eachUser;

    public boolean aggregated;

    /** Counts the changes made since the last grant or withdrawal; part of the ETag. */
    public int amendment;

    static Uni<@Nullable GivenPermissions> of(TenantId tenant) {
        return findById(tenant.value());
    }
}
