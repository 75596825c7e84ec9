package io.rapport.insights.interaction;

import com.google.protobuf.ByteString;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.contracts.ingestion.SealedPart;
import io.rapport.contracts.purge.RemovedMailbox;
import io.rapport.insights.vault.Sharer;
import io.rapport.insights.vault.Vault;
import io.rapport.kit.keys.EpochCipher;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Where parts of a unit wait, sealed as they came, until all of one revision are there. */
@Singleton
public class PendingParts {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Pool pool;

    PendingParts(Pool pool) {
        this.pool = pool;
    }

    private record Attempt(ByteString unitId, long revision) {}

    /**
     * Puts the parts to those waiting; within the writer's transaction.
     *
     * @return the units of which now every part is there, each as its parts in order
     */
    List<List<ReceivedPart>> join(SqlConnection connection, Te te, List<ReceivedPart> parts) {
        if (parts.isEmpty()) {
            return List.of();
        }
        parts.stream()
                .map(ReceivedPart::part)
                .sorted(Comparator.comparing(SealedPart::getUnitId, ByteString.unsignedLexicographicalComparator())
                        .thenComparing(SealedPart::getRevision)
                        .thenComparing(SealedPart::getPart))
                .forEach(part -> run(
                        connection,
                        "INSERT INTO pending_part (te, unit_id, revision, part, parts, sealed)"
                                + " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                        Tuple.of(
                                te.value(),
                                buffer(part.getUnitId()),
                                part.getRevision(),
                                part.getPart(),
                                part.getParts(),
                                buffer(part.getSealed()))));
        return complete(
                te,
                run(
                        connection,
                        "SELECT unit_id, revision, part, parts, sealed FROM (SELECT *, count(*) OVER"
                                + " (PARTITION BY unit_id, revision, parts) AS present FROM pending_part"
                                + " WHERE te = $1 AND unit_id = ANY($2)) AS p WHERE present = parts"
                                + " ORDER BY unit_id, revision, part",
                        Tuple.of(
                                te.value(),
                                parts.stream()
                                        .map(part -> buffer(part.part().getUnitId()))
                                        .toArray(Buffer[]::new))));
    }

    private static List<List<ReceivedPart>> complete(Te te, RowSet<Row> rows) {
        Map<Attempt, List<ReceivedPart>> units = new LinkedHashMap<>();
        for (Row row : rows) {
            ReceivedPart part = part(te, row);
            units.computeIfAbsent(
                            new Attempt(part.part().getUnitId(), part.part().getRevision()), id -> new ArrayList<>())
                    .add(part);
        }
        return List.copyOf(units.values());
    }

    private static ReceivedPart part(Te te, Row row) {
        return new ReceivedPart(
                te,
                SealedPart.newBuilder()
                        .setTe(te.value())
                        .setUnitId(ByteString.copyFrom(row.getBuffer("unit_id").getBytes()))
                        .setRevision(row.getLong("revision"))
                        .setPart(row.getInteger("part"))
                        .setParts(row.getInteger("parts"))
                        .setSealed(ByteString.copyFrom(row.getBuffer("sealed").getBytes()))
                        .build());
    }

    /** Takes away an attempt that is complete, and all before it. */
    void done(SqlConnection connection, ReceivedPart part) {
        run(
                connection,
                "DELETE FROM pending_part WHERE te = $1 AND unit_id = $2 AND revision <= $3",
                Tuple.of(
                        part.te().value(),
                        buffer(part.part().getUnitId()),
                        part.part().getRevision()));
    }

    /** Takes away everything of an epoch. */
    public Uni<Integer> drop(Te te) {
        return pool.preparedQuery("DELETE FROM pending_part WHERE te = $1")
                .execute(Tuple.of(te.value()))
                .map(RowSet::rowCount);
    }

    /** Takes away what is of mailboxes whose sharing has ended, and what cannot be opened, which nobody will miss. */
    public Uni<Integer> drop(Te te, EpochCipher cipher, List<RemovedMailbox> removed) {
        Vault vault = new Vault(te, cipher);
        Map<UserId, Long> before =
                removed.stream().collect(Collectors.toMap(RemovedMailbox::user, RemovedMailbox::before));
        return pool.preparedQuery("SELECT unit_id, revision, part, parts, sealed FROM pending_part WHERE te = $1")
                .execute(Tuple.of(te.value()))
                .flatMap(rows -> {
                    Set<ByteString> gone = StreamSupport.stream(rows.spliterator(), false)
                            .map(row -> part(te, row))
                            .filter(part -> part.open(vault)
                                    .map(unit -> isOf(before, unit))
                                    .orElse(true))
                            .map(part -> part.part().getUnitId())
                            .collect(Collectors.toSet());
                    return pool.preparedQuery("DELETE FROM pending_part WHERE te = $1 AND unit_id = ANY($2)")
                            .execute(Tuple.of(
                                    te.value(),
                                    gone.stream().map(PendingParts::buffer).toArray(Buffer[]::new)))
                            .map(RowSet::rowCount);
                });
    }

    private static boolean isOf(Map<UserId, Long> before, FoldedUnit unit) {
        Sharer sharer = UnitToApply.sharer(unit);
        Long ended = before.get(sharer.user());
        return ended != null && sharer.period() < ended;
    }

    private static RowSet<Row> run(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).await().atMost(PATIENCE);
    }

    private static Buffer buffer(ByteString bytes) {
        return Buffer.buffer(bytes.toByteArray());
    }
}
