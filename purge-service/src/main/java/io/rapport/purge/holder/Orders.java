package io.rapport.purge.holder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.contracts.Topics;
import io.rapport.contracts.purge.AssetCount;
import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.contracts.purge.PurgeReceipt;
import io.rapport.contracts.purge.PurgeStep;
import io.rapport.kit.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What was ordered of whom, and what they answered. Orders go by Kafka; answers come by Kafka or over REST. */
@Singleton
public class Orders {

    private final Pool pool;
    private final Outbox outbox;
    private final Owners owners;
    private final ObjectMapper json;

    Orders(Pool pool, Outbox outbox, Owners owners, ObjectMapper json) {
        this.pool = pool;
        this.outbox = outbox;
        this.owners = owners;
        this.json = json;
    }

    /** @param done the owner has confirmed the step */
    public record Standing(boolean ordered, boolean done, Instant askedAt, String detail) {}

    public Uni<Map<Owner, Standing>> standing(String id, PurgeStep step) {
        return pool.preparedQuery(
                        "SELECT owner, done_at, asked_at, detail FROM step_order WHERE case_id = $1 AND step = $2")
                .execute(Tuple.of(id, step.name()))
                .map(rows -> {
                    Map<Owner, Standing> standing = new TreeMap<>();
                    for (Owner owner : Owner.values()) {
                        standing.put(owner, new Standing(false, false, Instant.EPOCH, ""));
                    }
                    rows.forEach(row -> standing.put(
                            Owner.valueOf(row.getString("owner")),
                            new Standing(
                                    true,
                                    row.getOffsetDateTime("done_at") != null,
                                    row.getOffsetDateTime("asked_at").toInstant(),
                                    row.getString("detail"))));
                    return standing;
                });
    }

    /** By Kafka, in the transaction that remembers it. @param now when it is asked, for whoever loses patience */
    public Uni<Void> order(PurgeCommand command, Instant now) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(
                        "INSERT INTO step_order (case_id, step, owner, ordered_at, asked_at) VALUES ($1, $2, $3, $4, $4)"
                                + " ON CONFLICT DO NOTHING")
                .execute(Tuple.of(
                        command.deletionCase(),
                        command.step().name(),
                        command.owner().name(),
                        OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .chain(() -> outbox.add(connection, Topics.PURGE_COMMANDS, command.deletionCase(), command)));
    }

    /** Directly, when no answer came by Kafka; an owner that is away leaves the case waiting. */
    public Uni<Void> insist(PurgeCommand command, Instant now) {
        return asked(command, now)
                .chain(() -> owners.of(command.owner()).carryOut(command))
                .flatMap(this::take)
                .onFailure()
                .recoverWithUni(e -> note(command, "not reachable"));
    }

    private Uni<Void> asked(PurgeCommand command, Instant now) {
        return pool.preparedQuery("UPDATE step_order SET asked_at = $4 WHERE case_id = $1 AND step = $2 AND owner = $3")
                .execute(Tuple.of(
                        command.deletionCase(),
                        command.step().name(),
                        command.owner().name(),
                        OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /**
     * A step that is ordered again counts nothing, or what has come since; and the answer to the first order may come by
     * Kafka after the answer to the second one over REST. So the largest count of each asset stays.
     */
    public Uni<Void> take(PurgeReceipt receipt) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(
                        "SELECT assets FROM step_order WHERE case_id = $1 AND step = $2 AND owner = $3 FOR UPDATE")
                .execute(Tuple.of(
                        receipt.deletionCase(),
                        receipt.step().name(),
                        receipt.owner().name()))
                .flatMap(rows -> stream(rows)
                        .findFirst()
                        .map(row -> take(connection, receipt, read(row.getString("assets"))))
                        .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private Uni<Void> take(SqlConnection connection, PurgeReceipt receipt, List<AssetCount> counted) {
        Stream<AssetCount> now = receipt.done() ? receipt.assets().stream() : Stream.empty();
        return connection
                .preparedQuery("UPDATE step_order SET assets = $7,"
                        + " detail = CASE WHEN done_at IS NULL THEN $4 ELSE detail END,"
                        + " done_at = coalesce(done_at, CASE WHEN $5 THEN $6::timestamptz END)"
                        + " WHERE case_id = $1 AND step = $2 AND owner = $3")
                .execute(Tuple.tuple()
                        .addString(receipt.deletionCase())
                        .addString(receipt.step().name())
                        .addString(receipt.owner().name())
                        .addString(receipt.detail())
                        .addBoolean(receipt.done())
                        .addOffsetDateTime(OffsetDateTime.ofInstant(receipt.at(), ZoneOffset.UTC))
                        .addString(write(AssetCount.largest(Stream.concat(counted.stream(), now)))))
                .replaceWithVoid();
    }

    private Uni<Void> note(PurgeCommand command, String detail) {
        return pool.preparedQuery("UPDATE step_order SET detail = $4"
                        + " WHERE case_id = $1 AND step = $2 AND owner = $3 AND done_at IS NULL")
                .execute(Tuple.of(
                        command.deletionCase(),
                        command.step().name(),
                        command.owner().name(),
                        detail))
                .replaceWithVoid();
    }

    /** Everything after the fence is to be done again. */
    public Uni<Void> forgetAfterFence(String id) {
        return pool.preparedQuery("UPDATE step_order SET done_at = NULL WHERE case_id = $1 AND step <> 'FENCE'")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** What all owners say they removed, by asset. */
    public Uni<Map<String, AssetCount>> removed(String id) {
        return pool.preparedQuery("SELECT assets FROM step_order WHERE case_id = $1")
                .execute(Tuple.of(id))
                .map(rows ->
                        AssetCount.sum(stream(rows).flatMap(row -> read(row.getString("assets")).stream())).stream()
                                .collect(Collectors.toMap(AssetCount::asset, Function.identity())));
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private String write(List<AssetCount> assets) {
        try {
            return json.writeValueAsString(assets);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<AssetCount> read(String assets) {
        try {
            return json.readValue(assets, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
