package io.rapport.insights.subject;

import io.rapport.contracts.ids.TenantId;
import io.rapport.insights.vault.Blocks;
import io.rapport.insights.visibility.View;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Erases a person from every table of an epoch, and keeps that it was done. */
@Singleton
class Erasures {

    /** Everything that names a contact by number; the contact itself comes last. */
    private static final List<String> TABLES = List.of("edge", "activity", "hidden", "introduction", "contact");

    private final Pool pool;
    private final Blocks blocks;

    Erasures(Pool pool, Blocks blocks) {
        this.pool = pool;
        this.blocks = blocks;
    }

    /**
     * In a transaction in which nobody else writes, so that no unit under way brings the person back. The next snapshot
     * is taken at once: it replaces those that still hold the person.
     */
    Uni<Erasure> erase(SqlConnection connection, View view, String address, boolean block) {
        TenantId tenant = view.consent().tenant();
        Tuple who =
                Tuple.of(view.vault().te().value(), Buffer.buffer(view.vault().blind(address)));
        return (block
                        ? blocks.add(connection, tenant, address, view.asOf())
                        : Uni.createFrom().voidItem())
                .chain(() -> Multi.createFrom()
                        .iterable(TABLES)
                        .onItem()
                        .transformToUniAndConcatenate(table -> connection
                                .preparedQuery("DELETE FROM " + table + " WHERE te = $1 AND contact_id = (SELECT"
                                        + " c.contact_id FROM contact c WHERE c.te = $1 AND c.blind = $2)")
                                .execute(who)
                                .map(rows -> (long) rows.rowCount()))
                        .collect()
                        .asList())
                .map(counts -> counts.stream().mapToLong(Long::longValue).sum())
                .map(rows -> new Erasure(
                        UUID.randomUUID(),
                        view.asOf(),
                        view.asOf(),
                        view.asOf().plus(Erasure.BACKUPS),
                        rows > 0,
                        block,
                        rows))
                .call(erasure -> note(connection, view, erasure))
                .call(() -> connection
                        .preparedQuery("UPDATE epoch SET snapshot_at = NULL WHERE te = $1")
                        .execute(Tuple.of(view.vault().te().value())));
    }

    private static Uni<Void> note(SqlConnection connection, View view, Erasure erasure) {
        return connection
                .preparedQuery("INSERT INTO erasure (id, tenant, te, asked_at, erased_at, backups_due, found, blocked,"
                        + " rows_erased) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
                .execute(Tuple.tuple()
                        .addUUID(erasure.id())
                        .addUUID(view.consent().tenant().value())
                        .addLong(view.vault().te().value())
                        .addOffsetDateTime(erasure.askedAt().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(erasure.erasedAt().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(erasure.backupsDue().atOffset(ZoneOffset.UTC))
                        .addBoolean(erasure.found())
                        .addBoolean(erasure.blocked())
                        .addLong(erasure.rows()))
                .replaceWithVoid();
    }

    /** All of a tenant, the newest first; they outlive the epoch, as evidence. */
    Uni<List<Erasure>> of(TenantId tenant) {
        return pool.preparedQuery("SELECT * FROM erasure WHERE tenant = $1 ORDER BY asked_at DESC, id")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Erasures::erasure)
                        .toList());
    }

    private static Erasure erasure(Row row) {
        return new Erasure(
                row.getUUID("id"),
                row.getOffsetDateTime("asked_at").toInstant(),
                row.getOffsetDateTime("erased_at").toInstant(),
                row.getOffsetDateTime("backups_due").toInstant(),
                row.getBoolean("found"),
                row.getBoolean("blocked"),
                row.getLong("rows_erased"));
    }
}
