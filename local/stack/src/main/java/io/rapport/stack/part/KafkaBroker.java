package io.rapport.stack.part;

import io.rapport.stack.PlatformClock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** One Kafka broker in KRaft mode in this JVM. It makes the topics with their policies and no others. */
public final class KafkaBroker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final String bootstrap;
    private final AtomicBoolean closed = new AtomicBoolean();

    private KafkaBroker(KafkaRaftServer server, String bootstrap) {
        this.server = server;
        this.bootstrap = bootstrap;
    }

    /**
     * @param data kept between runs; formatted if empty
     * @param clock what retention goes by
     * @throws IllegalStateException if the broker does not start or the topics cannot be made
     */
    public static KafkaBroker start(Path data, int port, int controllerPort, PlatformClock clock) {
        try {
            if (!Files.exists(data.resolve("meta.properties"))) {
                format(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(settings(data, port, controllerPort)), new StackTime(clock));
        KafkaBroker broker = new KafkaBroker(server, "127.0.0.1:" + port);
        try {
            server.startup();
            broker.makeTopics();
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    /** What clients call {@code bootstrap.servers}. */
    public String bootstrap() {
        return bootstrap;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private static void format(Path data) throws IOException {
        Files.createDirectories(data);
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString())
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Kafka's directory could not be formatted", e);
        }
    }

    private static Map<String, Object> settings(Path data, int port, int controllerPort) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                "controller.listener.names", "CONTROLLER",
                "inter.broker.listener.name", "PLAINTEXT",
                "listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners", "PLAINTEXT://127.0.0.1:" + port,
                "log.dirs", data.toString(),
                "auto.create.topics.enable", "false"));
        for (String one : List.of(
                "default.replication.factor",
                "offsets.topic.replication.factor",
                "offsets.topic.num.partitions",
                "transaction.state.log.replication.factor",
                "transaction.state.log.min.isr",
                "transaction.state.log.num.partitions",
                "share.coordinator.state.topic.replication.factor",
                "share.coordinator.state.topic.min.isr",
                "share.coordinator.state.topic.num.partitions",
                "num.network.threads",
                "background.threads")) {
            settings.put(one, "1");
        }
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.io.threads", "2");
        // Time may be moved: what has expired is to go at once.
        settings.put("log.initial.task.delay.ms", "1000");
        settings.put("log.retention.check.interval.ms", "1000");
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        return settings;
    }

    private void makeTopics() {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            var existing = admin.listTopics().names().get();
            List<NewTopic> missing = TopicPolicies.all().stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making topics", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka's topics could not be made: " + e.getMessage(), e);
        }
    }
}
