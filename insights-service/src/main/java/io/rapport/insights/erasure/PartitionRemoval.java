package io.rapport.insights.erasure;

import io.rapport.contracts.ids.Te;
import io.rapport.insights.epoch.Partition;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes an epoch's partitions out and away. Every step begins by looking into the catalogue, so each may be repeated or
 * found half done. Cost does not depend on the number of rows.
 */
@Singleton
class PartitionRemoval {

    private final Pool pool;

    PartitionRemoval(Pool pool) {
        this.pool = pool;
    }

    /**
     * How an epoch's table stands in the catalogue.
     *
     * @param attachedTo the partitioned table; empty once detached
     * @param bound what the catalogue says the partition holds
     * @param half a detaching that was cut off and has to be finished
     */
    private record Standing(Optional<String> attachedTo, String bound, boolean half) {}

    /** Detaches what is attached: nothing is lost yet, but no query of the parent sees it any more. */
    Uni<List<Partition>> detach(Te te) {
        return forEach(partition -> detach(te, partition));
    }

    /** Drops what was detached, then lets PostgreSQL forget what its statistics remember of the rows. */
    Uni<List<Partition>> drop(Te te) {
        return forEach(partition -> drop(te, partition))
                .flatMap(dropped -> dropSequences(te)
                        .flatMap(gone -> dropped.isEmpty() ? Uni.createFrom().voidItem() : analyze())
                        .replaceWith(dropped));
    }

    private Uni<Boolean> detach(Te te, Partition partition) {
        String detaching = "ALTER TABLE " + partition.parent() + " DETACH PARTITION " + partition.of(te);
        return standing(te, partition).flatMap(found -> {
            if (found.isEmpty() || found.get().attachedTo().isEmpty()) {
                return Uni.createFrom().item(false);
            }
            Standing standing = found.get();
            String expected = "FOR VALUES IN ('" + te.value() + "')";
            if (!partition.parent().equals(standing.attachedTo().get())
                    || !(standing.half() || expected.equals(standing.bound()))) {
                return Uni.createFrom().failure(new Refused("partition " + partition.of(te) + " holds something else"));
            }
            // Neither form blocks readers of other epochs, and neither can run inside a transaction.
            return pool.withConnection(
                    connection -> execute(connection, detaching + (standing.half() ? " FINALIZE" : " CONCURRENTLY"))
                            .replaceWith(true));
        });
    }

    private Uni<Boolean> drop(Te te, Partition partition) {
        return standing(te, partition).flatMap(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(false);
            }
            if (found.get().attachedTo().isPresent()) {
                return Uni.createFrom().failure(new Refused("partition " + partition.of(te) + " is not quarantined"));
            }
            return pool.withConnection(connection -> execute(connection, "DROP TABLE IF EXISTS " + partition.of(te))
                    .replaceWith(true));
        });
    }

    private Uni<Void> dropSequences(Te te) {
        return pool.preparedQuery("SELECT relname FROM pg_class WHERE relkind = 'S' AND relname IN ($1, $2)")
                .execute(Tuple.of(Partition.mailboxNumbers(te), Partition.contactNumbers(te)))
                .flatMap(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(row -> pool.withConnection(connection ->
                                execute(connection, "DROP SEQUENCE IF EXISTS " + row.getString("relname"))))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> analyze() {
        String parents =
                Arrays.stream(Partition.values()).map(Partition::parent).collect(Collectors.joining(", "));
        return pool.withConnection(connection -> execute(connection, "ANALYZE " + parents));
    }

    private Uni<Optional<Standing>> standing(Te te, Partition partition) {
        return pool.preparedQuery(
                        "SELECT i.inhparent::regclass::text AS parent,"
                                + " coalesce(pg_get_expr(c.relpartbound, c.oid), '') AS bound,"
                                + " coalesce(i.inhdetachpending, false) AS half"
                                + " FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid"
                                + " WHERE c.relname = $1 AND c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace")
                .execute(Tuple.of(partition.of(te)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(standing(rows.iterator().next())));
    }

    private static Standing standing(Row row) {
        return new Standing(
                Optional.ofNullable(row.getString("parent")), row.getString("bound"), row.getBoolean("half"));
    }

    private static Uni<List<Partition>> forEach(Function<Partition, Uni<Boolean>> step) {
        // Edges first: they refer to contacts and mailboxes.
        return Multi.createFrom()
                .iterable(Arrays.asList(Partition.values()).reversed())
                .onItem()
                .transformToUniAndConcatenate(
                        partition -> step.apply(partition).map(did -> did ? List.of(partition) : List.<Partition>of()))
                .collect()
                .asList()
                .map(lists -> lists.stream().flatMap(List::stream).toList());
    }

    private static Uni<Void> execute(SqlConnection connection, String sql) {
        return connection.query(sql).execute().replaceWithVoid();
    }

    /** What the catalogue shows is not what the command expects: nothing was done. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why, null, false, false);
        }
    }
}
