package io.rapport.insights.erasure;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.AssetCount;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.contracts.purge.RemovedMailbox;
import io.rapport.insights.epoch.Epochs;
import io.rapport.insights.epoch.Partition;
import io.rapport.insights.interaction.PendingParts;
import io.rapport.insights.vault.Contacts;
import io.rapport.kit.keys.EpochKeys;
import io.rapport.kit.keys.KeyState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The deletion of mailboxes in an epoch that goes on, with the outside people whom nobody else knows. The fence comes
 * first: from then on nothing of an ended period can be written, so that the numbers noted with it are all there are.
 */
@Singleton
class MailboxErasure {

    /** So many at a time: writers of the tenant wait meanwhile. The rest is taken when the step is ordered again. */
    private static final int AT_ONCE = 50;

    private static final int MOST_PER_COMMAND = 1_000;

    private static final String FENCE = """
            INSERT INTO mailbox_fence (te, user_id, before) SELECT $1, * FROM unnest($2::uuid[], $3::bigint[])
            ON CONFLICT (te, user_id) DO UPDATE SET before = greatest(mailbox_fence.before, excluded.before)""";
    private static final String NUMBERS = """
            INSERT INTO removed_number (te, case_id, mailbox_id)
            SELECT $1, $4, mailbox_id FROM mailbox JOIN unnest($2::uuid[], $3::bigint[]) AS m(u, before)
                ON te = $1 AND user_id = m.u AND period < m.before
            ON CONFLICT DO NOTHING""";
    private static final String STILL_THERE = """
            SELECT mailbox_id FROM removed_number JOIN mailbox USING (te, mailbox_id)
             WHERE te = $1 AND case_id = $2 ORDER BY mailbox_id LIMIT $3""";
    /** Edges go first, so that it is known whom only these mailboxes knew. */
    private static final String EDGES = """
            WITH gone AS (DELETE FROM edge WHERE te = $1 AND mailbox_id = ANY($2) RETURNING contact_id)
            SELECT count(*) AS rows, coalesce(array_agg(DISTINCT contact_id), '{}') AS contacts FROM gone""";

    private static final String UNKNOWN_NOW =
            "DELETE FROM contact c WHERE te = $1 AND contact_id = ANY($2) AND " + Contacts.UNKNOWN;

    private final Pool pool;
    private final Epochs epochs;
    private final EpochKeys keys;
    private final PendingParts pending;

    MailboxErasure(Pool pool, Epochs epochs, EpochKeys keys, PendingParts pending) {
        this.pool = pool;
        this.epochs = epochs;
        this.keys = keys;
        this.pending = pending;
    }

    /** @throws Epochs.Fenced as a failure if the whole epoch is closed already */
    Uni<Void> fence(PurgeCommand command, List<RemovedMailbox> mailboxes) {
        UUID[] users = mailboxes.stream().map(one -> one.user().value()).toArray(UUID[]::new);
        Long[] before = mailboxes.stream().map(RemovedMailbox::before).toArray(Long[]::new);
        long te = command.te().value();
        return alone(
                        command,
                        connection -> connection
                                .preparedQuery(FENCE)
                                .execute(Tuple.of(te, users, before))
                                .chain(() -> connection
                                        .preparedQuery(NUMBERS)
                                        .execute(Tuple.of(te, users, before, command.deletionCase()))))
                .replaceWithVoid();
    }

    /** Parts that wait for others of their unit are sealed, so that each is opened to see whose it is. */
    Uni<List<AssetCount>> drain(PurgeCommand command, List<RemovedMailbox> mailboxes) {
        return keys.of(command.te()).flatMap(key -> switch (key) {
            case KeyState.Available(var cipher) ->
                pending.drop(command.te(), cipher, mailboxes)
                        .map(parts -> List.of(new AssetCount("insights.pending_part", "delete", parts)));
            case KeyState.Destroyed _ -> Uni.createFrom().item(List.<AssetCount>of());
            case KeyState.Unavailable _ ->
                Uni.createFrom().failure(new PartitionRemoval.Refused("the key cannot be had"));
        });
    }

    /** Fails with how many are left if there are more than one command may take. */
    Uni<List<AssetCount>> drop(PurgeCommand command) {
        return dropSome(command, 0, List.of());
    }

    private Uni<List<AssetCount>> dropSome(PurgeCommand command, int taken, List<AssetCount> gone) {
        return stillThere(command).flatMap(numbers -> {
            if (numbers.length == 0) {
                return pool.preparedQuery("UPDATE epoch SET snapshot_at = NULL WHERE te = $1")
                        .execute(Tuple.of(command.te().value()))
                        .replaceWith(gone);
            }
            if (taken >= MOST_PER_COMMAND) {
                return Uni.createFrom().failure(new PartitionRemoval.Refused("more mailboxes are to be removed"));
            }
            return alone(command, connection -> drop(connection, command.te().value(), numbers))
                    .flatMap(dropped -> dropSome(
                            command,
                            taken + numbers.length,
                            AssetCount.sum(Stream.concat(gone.stream(), dropped.stream()))));
        });
    }

    private Uni<Integer[]> stillThere(PurgeCommand command) {
        return pool.preparedQuery(STILL_THERE)
                .execute(Tuple.of(command.te().value(), command.deletionCase(), AT_ONCE))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getInteger("mailbox_id"))
                        .toArray(Integer[]::new));
    }

    private static Uni<List<AssetCount>> drop(SqlConnection connection, long te, Integer[] numbers) {
        return connection.preparedQuery(EDGES).execute(Tuple.of(te, numbers)).flatMap(rows -> {
            var edges = rows.iterator().next();
            return named(table -> connection
                            .preparedQuery("DELETE FROM " + table.parent() + " WHERE te = $1 AND mailbox_id = ANY($2)")
                            .execute(Tuple.of(te, numbers))
                            .map(deleted -> (long) deleted.rowCount()))
                    .flatMap(others -> connection
                            .preparedQuery(UNKNOWN_NOW)
                            .execute(Tuple.of(te, edges.getArrayOfIntegers("contacts")))
                            .map(contacts -> AssetCount.sum(Stream.concat(
                                    Stream.of(
                                            count(Partition.EDGE, edges.getLong("rows")),
                                            count(Partition.CONTACT, contacts.rowCount())),
                                    others.stream()))));
        });
    }

    /** A number for each table whose rows name mailboxes, one after the other. */
    private static Uni<List<AssetCount>> named(Function<Partition, Uni<Long>> number) {
        return Multi.createFrom()
                .iterable(Partition.NAMING_MAILBOXES)
                .onItem()
                .transformToUniAndConcatenate(table -> number.apply(table).map(rows -> count(table, rows)))
                .collect()
                .asList();
    }

    /** What still bears one of the numbers, or would be written for one of these mailboxes. */
    Uni<List<AssetCount>> remains(long te, String deletionCase) {
        return named(table -> pool.preparedQuery("SELECT count(*) AS n FROM " + table.parent()
                        + " WHERE te = $1 AND mailbox_id IN"
                        + " (SELECT mailbox_id FROM removed_number WHERE te = $1 AND case_id = $2)")
                .execute(Tuple.of(te, deletionCase))
                .map(rows -> rows.iterator().next().getLong("n")));
    }

    /** With the epoch itself go the ids of whoever left it before. */
    Uni<Void> forget(Te te) {
        return pool.preparedQuery("DELETE FROM removed_number WHERE te = $1")
                .execute(Tuple.of(te.value()))
                .chain(() -> pool.preparedQuery("DELETE FROM mailbox_fence WHERE te = $1")
                        .execute(Tuple.of(te.value())))
                .replaceWithVoid();
    }

    private <T> Uni<T> alone(PurgeCommand command, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(connection ->
                epochs.passAlone(connection, command.tenant(), command.epoch()).chain(() -> work.apply(connection)));
    }

    private static AssetCount count(Partition table, long rows) {
        return new AssetCount("insights." + table.parent(), "delete", rows);
    }
}
