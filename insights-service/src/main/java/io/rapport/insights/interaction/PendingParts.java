package io.rapport.insights.interaction;

import com.google.protobuf.ByteString;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.SealedPart;
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
            SealedPart part = SealedPart.newBuilder()
                    .setTe(te.value())
                    .setUnitId(ByteString.copyFrom(row.getBuffer("unit_id").getBytes()))
                    .setRevision(row.getLong("revision"))
                    .setPart(row.getInteger("part"))
                    .setParts(row.getInteger("parts"))
                    .setSealed(ByteString.copyFrom(row.getBuffer("sealed").getBytes()))
                    .build();
            units.computeIfAbsent(new Attempt(part.getUnitId(), part.getRevision()), id -> new ArrayList<>())
                    .add(new ReceivedPart(te, part));
        }
        return List.copyOf(units.values());
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

    private static RowSet<Row> run(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).await().atMost(PATIENCE);
    }

    private static Buffer buffer(ByteString bytes) {
        return Buffer.buffer(bytes.toByteArray());
    }
}
