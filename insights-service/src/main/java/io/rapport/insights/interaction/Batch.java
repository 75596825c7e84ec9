package io.rapport.insights.interaction;

import io.rapport.contracts.ids.Te;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one poll, written in one transaction.
 *
 * @param byEpoch in order of te, and within it as they came
 * @param next where each Kafka partition goes on afterwards
 * @param malformed how many records were no sealed part
 * @param receivedAt monotonic instant of the poll
 */
record Batch(Map<Te, List<ReceivedPart>> byEpoch, Map<TopicPartition, Long> next, int malformed, long receivedAt) {

    static Batch of(ConsumerRecords<byte[], byte[]> records, long receivedAt) {
        Map<Te, List<ReceivedPart>> byEpoch = new TreeMap<>(Comparator.comparing(Te::value));
        Map<TopicPartition, Long> next =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        int malformed = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            next.merge(new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max);
            Optional<ReceivedPart> part = record.value() == null ? Optional.empty() : ReceivedPart.of(record.value());
            if (part.isPresent()) {
                byEpoch.computeIfAbsent(part.get().te(), te -> new ArrayList<>())
                        .add(part.get());
            } else {
                malformed++;
            }
        }
        return new Batch(byEpoch, next, malformed, receivedAt);
    }
}
