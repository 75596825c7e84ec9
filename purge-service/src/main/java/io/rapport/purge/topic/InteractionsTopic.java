package io.rapport.purge.topic;

import io.rapport.contracts.Topics;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks the broker itself, by where its log begins and ends: a promise to delete is not a deletion, and clocks do not
 * count.
 */
@Singleton
public class InteractionsTopic {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Admin admin;

    InteractionsTopic(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        Map<String, Object> config = broker.entrySet().stream()
                .filter(entry -> AdminClientConfig.configNames().contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
        this.admin = Admin.create(config);
    }

    /** Where the log ends now: whatever was sent until this moment lies before it. */
    public Uni<TopicMark> end() {
        return describe()
                .flatMap(topic -> offsets(topic, OffsetSpec.latest())
                        .map(ends -> new TopicMark(topic.topicId().toString(), ends)));
    }

    /** Whether everything before the mark is gone, because the log begins at it or the topic was made anew. */
    public Uni<Boolean> emptiedUpTo(TopicMark mark) {
        return describe()
                .flatMap(topic -> topic.topicId().toString().equals(mark.topicId())
                        ? offsets(topic, OffsetSpec.earliest()).map(mark::reachedBy)
                        : Uni.createFrom().item(true));
    }

    private Uni<TopicDescription> describe() {
        return asked(() -> admin.describeTopics(List.of(Topics.INTERACTIONS)).allTopicNames())
                .map(topics -> topics.get(Topics.INTERACTIONS));
    }

    private Uni<Map<Integer, Long>> offsets(TopicDescription topic, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> question = topic.partitions().stream()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic.name(), partition.partition()), partition -> which));
        return asked(() -> admin.listOffsets(question).all()).map(InteractionsTopic::byPartition);
    }

    private static Map<Integer, Long> byPartition(Map<TopicPartition, ListOffsetsResultInfo> offsets) {
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().partition(),
                        entry -> entry.getValue().offset()));
    }

    /** Kafka answers on a thread of its own; what follows goes on where it was asked. */
    private static <T> Uni<T> asked(Supplier<KafkaFuture<T>> question) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            return Uni.createFrom()
                    .completionStage(() -> question.get().toCompletionStage())
                    .emitOn(task -> context.runOnContext(ignored -> task.run()));
        });
    }

    @PreDestroy
    void close() {
        admin.close(java.time.Duration.ofSeconds(1));
    }
}
