package io.rapport.kit.outbox;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
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
        return pool.withTransaction(this::relayBatch)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(e ->
                        LOG.warnf("Events wait in the outbox: %s", e.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> relayBatch(SqlConnection connection) {
        return connection
                .preparedQuery("SELECT id, topic, message_key, message FROM outbox"
                        + " WHERE pg_try_advisory_xact_lock($1) ORDER BY id LIMIT $2")
                .execute(Tuple.of(ONE_RELAY, BATCH))
                .flatMap(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> send(row).replaceWith(row.getLong("id")))
                        .collect()
                        .asList())
                .flatMap(sent -> sent.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : connection
                                .preparedQuery("DELETE FROM outbox WHERE id = ANY($1)")
                                .execute(Tuple.of(sent.toArray(Long[]::new)))
                                .replaceWithVoid());
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
