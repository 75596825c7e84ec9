package io.rapport.insights.epoch;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens an epoch's partitions when its first unit comes, and keeps the fence that every writer passes. */
@Singleton
public class Epochs {

    private final Pool pool;
    private final Set<Te> open = ConcurrentHashMap.newKeySet();

    Epochs(Pool pool) {
        this.pool = pool;
    }

    /** Makes the partitions unless they are there. Fails with {@link Fenced} below the floor. */
    public Uni<Void> open(ConsentState consent) {
        return open.contains(consent.te())
                ? Uni.createFrom().voidItem()
                : pool.withTransaction(connection -> pass(connection, consent.tenant(), consent.epoch())
                                .flatMap(passed -> create(connection, consent)))
                        .invoke(() -> open.add(consent.te()));
    }

    /**
     * The fence. {@code FOR SHARE} keeps the floor from being raised until the writer's transaction has ended: once it
     * is raised, no older write can commit. Neither a plain read nor {@code FOR KEY SHARE} would do.
     *
     * @return fails with {@link Fenced} if the epoch is below the floor
     */
    public Uni<Void> pass(SqlConnection connection, TenantId tenant, int epoch) {
        return pass(connection, tenant, epoch, "SELECT floor FROM floor WHERE tenant = $1 FOR SHARE");
    }

    /**
     * The fence, passed alone: waits until every writer of the tenant has ended and lets none begin before this
     * transaction ends. What is erased in it cannot be written again by one that was under way.
     */
    public Uni<Void> passAlone(SqlConnection connection, TenantId tenant, int epoch) {
        return pass(
                connection,
                tenant,
                epoch,
                "UPDATE floor SET times_alone = times_alone + 1 WHERE tenant = $1 RETURNING floor");
    }

    /**
     * How often the fence was passed alone. As long as it stays the same nothing has been erased; asked after the fence, it
     * does so until the transaction ends.
     */
    public Uni<Long> timesAlone(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery("SELECT times_alone FROM floor WHERE tenant = $1")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.iterator().next().getLong("times_alone"));
    }

    private static Uni<Void> pass(SqlConnection connection, TenantId tenant, int epoch, String locking) {
        return connection
                .preparedQuery(locking)
                .execute(Tuple.of(tenant.value()))
                .flatMap(rows -> {
                    if (rows.size() == 0) {
                        return connection
                                .preparedQuery(
                                        "INSERT INTO floor (tenant, floor) VALUES ($1, 0) ON CONFLICT DO NOTHING")
                                .execute(Tuple.of(tenant.value()))
                                .flatMap(inserted -> pass(connection, tenant, epoch, locking));
                    }
                    return epoch < rows.iterator().next().getInteger("floor")
                            ? Uni.createFrom().failure(new Fenced())
                            : Uni.createFrom().voidItem();
                });
    }

    /** Closes the fence: no write of this or an older epoch can commit from here on. Forward only. */
    public Uni<Void> raiseFloorAbove(TenantId tenant, int epoch) {
        return pool.preparedQuery("INSERT INTO floor (tenant, floor) VALUES ($1, $2)"
                        + " ON CONFLICT (tenant) DO UPDATE SET floor = greatest(floor.floor, excluded.floor)")
                .execute(Tuple.of(tenant.value(), epoch + 1))
                .replaceWithVoid();
    }

    private static Uni<Void> create(SqlConnection connection, ConsentState consent) {
        Te te = consent.te();
        return connection
                .preparedQuery("SELECT pg_advisory_xact_lock($1)")
                .execute(Tuple.of(te.value()))
                .flatMap(locked -> connection
                        .preparedQuery("INSERT INTO epoch (te, tenant, epoch, state) VALUES ($1, $2, $3, 'ACTIVE')"
                                + " ON CONFLICT (te) DO NOTHING")
                        .execute(Tuple.of(te.value(), consent.tenant().value(), consent.epoch())))
                .flatMap(inserted -> inserted.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        : Multi.createFrom()
                                .iterable(Partition.creating(te))
                                .onItem()
                                .transformToUniAndConcatenate(
                                        sql -> connection.query(sql).execute())
                                .collect()
                                .last()
                                .replaceWithVoid());
    }

    /** The epoch is below the floor: it was withdrawn, and nothing of it is written any more. */
    public static final class Fenced extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fenced() {
            super("below the floor", null, false, false);
        }
    }
}
