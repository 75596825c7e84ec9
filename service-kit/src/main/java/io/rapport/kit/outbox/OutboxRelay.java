package io.rapport.kit.outbox;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Brings the outbox to Kafka, in the order of writing. One relay works at a time whatever the number of replicas (an
 * advisory lock), which keeps the order per key. A crash after sending and before deleting sends again: consumers are
 * idempotent.
 */
@Singleton
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final long ONE_RELAY = 0x0B0B;
    private static final int BATCH = 500;
    /** Bounds how long the transaction stays open while the broker does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Pool pool;
    private final MutinyEmitter<byte[]> kafka;

    OutboxRelay(Pool pool, @Channel("outbox") MutinyEmitter<byte[]> kafka) {
        this.pool = pool;
        this.kafka = kafka;
    }

    @Scheduled(
            every = "${rapport.outbox.poll}",
            identity = "outbox",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> relay() {
        return relayAll()
                .onFailure()
                .invoke(e ->
                        LOG.warnf("Events wait in the outbox: %s", e.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }

    /** Until a batch was not full, so that many events are no matter of many ticks. */
    private Uni<Void> relayAll() {
        return pool.withTransaction(this::relayBatch)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .chain(sent -> sent < BATCH ? Uni.createFrom().voidItem() : relayAll());
    }

    /**
     * The sends of a batch are handed to the producer in order and awaited together: the idempotent producer keeps that
     * order within a partition. If one fails nothing is deleted, and all are sent again in the same order.
     */
    private Uni<Integer> relayBatch(SqlConnection connection) {
        return connection
                .preparedQuery("SELECT id, topic, message_key, message FROM outbox"
                        + " WHERE pg_try_advisory_xact_lock($1) ORDER BY id LIMIT $2")
                .execute(Tuple.of(ONE_RELAY, BATCH))
                .flatMap(rows -> {
                    List<Long> ids = new ArrayList<>();
                    List<Uni<Void>> sends = new ArrayList<>();
                    for (Row row : rows) {
                        ids.add(row.getLong("id"));
                        sends.add(send(row));
                    }
                    if (ids.isEmpty()) {
                        return Uni.createFrom().item(0);
                    }
                    return Uni.join()
                            .all(sends)
                            .andCollectFailures()
                            .chain(() -> connection
                                    .preparedQuery("DELETE FROM outbox WHERE id = ANY($1)")
                                    .execute(Tuple.of(ids.toArray(Long[]::new))))
                            .replaceWith(ids.size());
                });
    }

    private Uni<Void> send(Row row) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.UTF_8));
        return kafka.sendMessage(Message.of(row.getBuffer("message").getBytes())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(row.getString("topic"))
                        .withKey(row.getString("message_key"))
                        .withHeaders(headers)
                        .build()));
    }
}
