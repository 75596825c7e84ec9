package io.rapport.insights.subject;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.purge.AssetCount;
import io.rapport.contracts.purge.LedgerEntry;
import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.PersonErasure;
import io.rapport.contracts.purge.Remains;
import io.rapport.insights.epoch.Epochs;
import io.rapport.insights.epoch.Partition;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Erases a person from every table of an epoch, and keeps that it was done. */
@Singleton
public class Erasures {

    private final Pool pool;
    private final Blocks blocks;
    private final Epochs epochs;

    Erasures(Pool pool, Blocks blocks, Epochs epochs) {
        this.pool = pool;
        this.blocks = blocks;
        this.epochs = epochs;
    }

    /**
     * In a transaction in which nobody else writes, so that no unit under way brings the person back. The next snapshot
     * is taken at once: it replaces those that still hold the person.
     */
    Uni<Erasure> erase(SqlConnection connection, View view, String address, boolean block) {
        TenantId tenant = view.consent().tenant();
        long te = view.vault().te().value();
        return (block
                        ? blocks.add(connection, tenant, address, view.asOf())
                        : Uni.createFrom().voidItem())
                .chain(() -> number(connection, te, view.vault().blind(address)))
                .flatMap((@Nullable Integer contact) -> delete(connection, te, contact)
                        .map(rows -> new Erasure(
                                UUID.randomUUID(),
                                view.asOf(),
                                view.asOf(),
                                view.asOf().plus(Erasure.BACKUPS),
                                rows > 0,
                                block,
                                rows))
                        .call(erasure -> note(
                                connection, view, erasure, contact, view.vault().blind(address))))
                .call(() -> connection
                        .preparedQuery("UPDATE epoch SET snapshot_at = NULL WHERE te = $1")
                        .execute(Tuple.of(te)));
    }

    private static Uni<@Nullable Integer> number(SqlConnection connection, long te, byte[] blind) {
        return connection
                .preparedQuery("SELECT contact_id FROM contact WHERE te = $1 AND blind = $2")
                .execute(Tuple.of(te, Buffer.buffer(blind)))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getInteger("contact_id"));
    }

    /** Of somebody whom a restored backup brought back. An epoch that is closed meanwhile goes as a whole. */
    public Uni<Void> again(LedgerEntry person) {
        long te = person.te().value();
        return pool.withTransaction(connection -> epochs.passAlone(connection, person.tenant(), person.epoch())
                        .chain(() -> number(connection, te, Base64.getDecoder().decode(person.subject())))
                        .flatMap((@Nullable Integer contact) -> delete(connection, te, contact)))
                .onFailure(Epochs.Fenced.class)
                .recoverWithItem(0L)
                .replaceWithVoid();
    }

    private static Uni<Long> delete(SqlConnection connection, long te, @Nullable Integer contact) {
        return contact == null
                ? Uni.createFrom().item(0L)
                : Multi.createFrom()
                        .iterable(Partition.NAMING_CONTACTS)
                        .onItem()
                        .transformToUniAndConcatenate(table -> connection
                                .preparedQuery("DELETE FROM " + table.parent() + " WHERE te = $1 AND contact_id = $2")
                                .execute(Tuple.of(te, contact))
                                .map(rows -> (long) rows.rowCount()))
                        .collect()
                        .asList()
                        .map(counts ->
                                counts.stream().mapToLong(Long::longValue).sum());
    }

    private static Uni<Void> note(
            SqlConnection connection, View view, Erasure erasure, @Nullable Integer contact, byte[] blind) {
        return connection
                .preparedQuery("INSERT INTO erasure (id, tenant, te, asked_at, erased_at, backups_due, found, blocked,"
                        + " rows_erased, contact_id, blind) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
                .execute(Tuple.tuple()
                        .addUUID(erasure.id())
                        .addUUID(view.consent().tenant().value())
                        .addLong(view.vault().te().value())
                        .addOffsetDateTime(erasure.askedAt().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(erasure.erasedAt().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(erasure.backupsDue().atOffset(ZoneOffset.UTC))
                        .addBoolean(erasure.found())
                        .addBoolean(erasure.blocked())
                        .addLong(erasure.rows())
                        .addInteger(contact)
                        .addValue(Buffer.buffer(blind)))
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

    /** Of all tenants, for purge-service, which opens a case for each. */
    Uni<List<PersonErasure>> since(Instant instant) {
        return pool.preparedQuery("SELECT * FROM erasure WHERE asked_at >= $1 ORDER BY asked_at, id")
                .execute(Tuple.of(instant.atOffset(ZoneOffset.UTC)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new PersonErasure(
                                row.getUUID("id"),
                                new TenantId(row.getUUID("tenant")),
                                new Te(row.getLong("te")),
                                row.getOffsetDateTime("asked_at").toInstant(),
                                row.getOffsetDateTime("erased_at").toInstant(),
                                subject(row)))
                        .toList());
    }

    private static String subject(Row row) {
        var blind = row.getBuffer("blind");
        return blind == null ? "" : Base64.getEncoder().encodeToString(blind.getBytes());
    }

    /** What still bears the number that the person had; empty if there was no such erasure. */
    Uni<Optional<Remains>> remains(UUID id) {
        return pool.preparedQuery("SELECT te, coalesce(contact_id, -1) AS contact FROM erasure WHERE id = $1")
                .execute(Tuple.of(id))
                .flatMap(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().item(Optional.empty());
                    }
                    Row row = rows.iterator().next();
                    Te te = new Te(row.getLong("te"));
                    return Multi.createFrom()
                            .iterable(Partition.NAMING_CONTACTS)
                            .onItem()
                            .transformToUniAndConcatenate(table -> left(table, te, row.getInteger("contact")))
                            .collect()
                            .asList()
                            .map(assets -> Optional.of(new Remains(te, Owner.INSIGHTS, assets)));
                });
    }

    private Uni<AssetCount> left(Partition table, Te te, int contact) {
        return pool.preparedQuery("SELECT count(*) AS n FROM " + table.parent() + " WHERE te = $1 AND contact_id = $2")
                .execute(Tuple.of(te.value(), contact))
                .map(rows -> new AssetCount(
                        "insights." + table.parent(),
                        "delete",
                        rows.iterator().next().getLong("n")));
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
