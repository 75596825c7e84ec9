package io.rapport.insights.interaction;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Where each Kafka partition goes on. It stands in the database and is written with the rows themselves, so that after
 * a crash nothing is missing and what comes again changes nothing.
 */
@ApplicationScoped
@Identifier("interactions")
public class InteractionOffsets implements KafkaConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(InteractionOffsets.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Pool pool;

    public InteractionOffsets(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> stored;
        try {
            stored = stored();
        } catch (RuntimeException e) {
            // Reading everything again is slow but loses nothing.
            LOG.warnf(
                    "Stored offsets cannot be read (%s): starting over",
                    e.getClass().getSimpleName());
            consumer.seekToBeginning(partitions);
            return;
        }
        for (TopicPartition partition : partitions) {
            Long next = stored.get(partition);
            if (next == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, next);
            }
        }
    }

    private Map<TopicPartition, Long> stored() {
        Map<TopicPartition, Long> stored = new HashMap<>();
        for (Row row : pool.query("SELECT topic, partition, next_offset FROM topic_offset")
                .execute()
                .await()
                .atMost(PATIENCE)) {
            stored.put(
                    new TopicPartition(row.getString("topic"), row.getInteger("partition")),
                    row.getLong("next_offset"));
        }
        return stored;
    }

    /** Within the transaction of the rows. */
    void store(SqlConnection connection, Map<TopicPartition, Long> next) {
        connection
                .preparedQuery("INSERT INTO topic_offset (topic, partition, next_offset)"
                        + " SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[])"
                        + " ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset")
                .execute(Tuple.of(
                        next.keySet().stream().map(TopicPartition::topic).toArray(String[]::new),
                        next.keySet().stream().map(TopicPartition::partition).toArray(Integer[]::new),
                        next.values().toArray(Long[]::new)))
                .await()
                .atMost(PATIENCE);
    }
}
