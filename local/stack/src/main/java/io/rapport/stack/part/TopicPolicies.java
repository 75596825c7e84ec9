package io.rapport.stack.part;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.SEGMENT_MS_CONFIG;

import io.rapport.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;

/** How long each topic keeps what, the same as in production (one replica here). */
public final class TopicPolicies {

    private static final short ONE_REPLICA = 1;
    private static final int SPREAD = 3;
    private static final String HOUR = millis(Duration.ofHours(1));

    /** Without a bound on the lag an old state could stay readable on disk for ever. */
    private static final Map<String, String> LATEST_STATE = Map.of(
            CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT,
            MAX_COMPACTION_LAG_MS_CONFIG, HOUR,
            SEGMENT_MS_CONFIG, HOUR);

    /** Stamped by the broker, since with the sender's time a wrong clock would decide how long personal data stays. */
    private static final Map<String, String> SIX_HOURS = Map.of(
            CLEANUP_POLICY_CONFIG,
            CLEANUP_POLICY_DELETE,
            RETENTION_MS_CONFIG,
            millis(Duration.ofHours(6)),
            SEGMENT_MS_CONFIG,
            HOUR,
            MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime");

    private static final Map<String, String> NINETY_DAYS =
            Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE, RETENTION_MS_CONFIG, millis(Duration.ofDays(90)));

    private TopicPolicies() {}

    /** Every topic there is. State topics have one partition, so that a reader sees all states in one order. */
    public static List<NewTopic> all() {
        return Stream.of(
                        topic(Topics.CONSENT_STATE, 1, LATEST_STATE),
                        topic(Topics.SHARING_STATE, 1, LATEST_STATE),
                        topic(Topics.INGESTION_PROGRESS, 1, LATEST_STATE),
                        topic(Topics.INTERACTIONS, SPREAD, SIX_HOURS),
                        topic(Topics.PURGE_COMMANDS, SPREAD, NINETY_DAYS),
                        topic(Topics.PURGE_RECEIPTS, SPREAD, NINETY_DAYS))
                .toList();
    }

    private static NewTopic topic(String name, int partitions, Map<String, String> policy) {
        return new NewTopic(name, partitions, ONE_REPLICA).configs(policy);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
