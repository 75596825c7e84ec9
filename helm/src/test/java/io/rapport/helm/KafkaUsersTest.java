package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each service may do at Kafka what it does, and nothing else: compared with its channels and its source. */
class KafkaUsersTest {

    private static final String USERS = "production-values.yaml";
    private static final String KIT = "service-kit/src/main/resources/META-INF/microprofile-config.properties";
    private static final Path NAMES = Chart.ROOT.resolve("contracts/src/main/java/io/rapport/contracts/Topics.java");
    private static final Pattern NAME = Pattern.compile("String ([A-Z_]+) = \"([^\"]+)\"");
    private static final Pattern TOPIC = Pattern.compile("Topics\\.([A-Z_]+)");
    private static final Pattern CHANNEL = Pattern.compile("mp\\.messaging\\.(incoming|outgoing)\\.([^.]+)\\.topic");

    @TempDir
    Path directory;

    private Chart chart;

    @BeforeEach
    void copy() {
        chart = new Chart(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"consent-service", "ingestion-service", "insights-service", "purge-service"})
    void mayDoWhatItDoes(String service) throws IOException {
        assertThat(topics(service, "Read")).isEqualTo(read(service));
        assertThat(topics(service, "Write")).isEqualTo(written(service));
        Set<String> all = new TreeSet<>(read(service));
        all.addAll(written(service));
        all.addAll(asked(service));
        assertThat(topics(service, "Describe")).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"consent-service", "ingestion-service", "insights-service", "purge-service"})
    void itsGroupsBeginWithItsName(String service) throws IOException {
        assertThat(acls(service).filter(acl -> acl.at("/resource/type").asText().equals("group")))
                .singleElement()
                .satisfies(acl -> {
                    assertThat(acl.at("/resource/name").asText()).isEqualTo(service);
                    assertThat(acl.at("/resource/patternType").asText()).isEqualTo("prefix");
                });
        Properties settings = settings(service);
        assertThat(settings.stringPropertyNames())
                .filteredOn(name -> name.endsWith(".group.id"))
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(settings.getProperty(name).replace("${quarkus.application.name}", service))
                                .startsWith(service));
    }

    /** Strimzi has no model here, so its keys are named one by one. */
    @Test
    void areWhatStrimziKnows() {
        assertThat(users()).hasSameSizeAs(Chart.SERVICES).allSatisfy(user -> {
            assertThat(user.at("/metadata/namespace").asText()).isEqualTo("kafka");
            assertThat(user.get("metadata")
                            .get("labels")
                            .get("strimzi.io/cluster")
                            .asText())
                    .isEqualTo("main");
            assertThat(user.get("spec").fieldNames()).toIterable().containsExactly("authentication", "authorization");
            assertThat(user.at("/spec/authentication/type").asText()).isEqualTo("tls");
            assertThat(user.at("/spec/authorization/type").asText()).isEqualTo("simple");
            user.at("/spec/authorization/acls").forEach(acl -> {
                assertThat(acl.fieldNames()).toIterable().containsExactly("resource", "operations");
                assertThat(acl.get("resource").fieldNames())
                        .toIterable()
                        .containsExactly("type", "name", "patternType");
            });
        });
    }

    @Test
    void aServiceShowsItsCertificate() {
        String rendered = chart.template("rapport", USERS, Map.of());
        assertThat(Yaml.ofKind("Deployment", rendered)).allSatisfy(deployment -> {
            String service = deployment.at("/metadata/name").asText().replace("rapport-", "");
            JsonNode container = deployment.at("/spec/template/spec/containers/0");
            assertThat(secret(container, "KAFKA_SSL_KEYSTORE_KEY")).isEqualTo(service + "-kafka/user.key");
            assertThat(secret(container, "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN"))
                    .isEqualTo(service + "-kafka/user.crt");
            assertThat(secret(container, "KAFKA_SSL_TRUSTSTORE_CERTIFICATES")).isEqualTo("kafka-ca/ca.crt");
        });
        assertThat(rendered)
                .contains("KAFKA_SSL_KEYSTORE_TYPE: PEM")
                .contains("KAFKA_SSL_TRUSTSTORE_TYPE: PEM")
                .contains("KAFKA_SECURITY_PROTOCOL: SSL");
    }

    @Test
    void areRenderedOnlyIfAskedFor() {
        assertThat(chart.template("rapport", "minimal-values.yaml", Map.of())).doesNotContain("KafkaUser", "KAFKA_SSL");
        assertThatThrownBy(() -> chart.template("rapport", "minimal-values.yaml", Map.of("kafka.users", "true")))
                .hasMessageContaining("kafka: users need strimziCluster");
    }

    private static String secret(JsonNode container, String variable) {
        for (JsonNode env : container.get("env")) {
            if (env.get("name").asText().equals(variable)) {
                JsonNode reference = env.at("/valueFrom/secretKeyRef");
                return reference.get("name").asText() + "/"
                        + reference.get("key").asText();
            }
        }
        return "nothing";
    }

    private List<JsonNode> users() {
        return Yaml.ofKind("KafkaUser", chart.template("rapport", USERS, Map.of()));
    }

    private Stream<JsonNode> acls(String service) {
        JsonNode user = users().stream()
                .filter(candidate -> candidate.at("/metadata/name").asText().equals("rapport-" + service))
                .findFirst()
                .orElseThrow();
        return user.at("/spec/authorization/acls").valueStream();
    }

    private Set<String> topics(String service, String operation) {
        return acls(service)
                .filter(acl -> acl.at("/resource/type").asText().equals("topic"))
                .peek(acl ->
                        assertThat(acl.at("/resource/patternType").asText()).isEqualTo("literal"))
                .filter(acl -> acl.get("operations")
                        .valueStream()
                        .anyMatch(said -> said.asText().equals(operation)))
                .map(acl -> acl.at("/resource/name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The topics of its incoming channels that are not switched off. */
    private static Set<String> read(String service) throws IOException {
        return channels(service, "incoming");
    }

    /** The topics of its outgoing channels, and those into which it puts events by way of the outbox. */
    private static Set<String> written(String service) throws IOException {
        Set<String> topics = channels(service, "outgoing");
        topics.remove("rapport.unrouted");
        topics.addAll(mentioned(service, "outbox"));
        if (read(service).contains("rapport.purge.commands")) {
            topics.addAll(mentioned("service-kit", "outbox"));
        }
        return topics;
    }

    /** The topics about which it asks the broker. */
    private static Set<String> asked(String service) throws IOException {
        return mentioned(service, "clients.admin");
    }

    private static Set<String> channels(String service, String direction) throws IOException {
        Properties settings = settings(service);
        return settings.stringPropertyNames().stream()
                .map(CHANNEL::matcher)
                .filter(channel -> channel.matches() && channel.group(1).equals(direction))
                .filter(channel ->
                        !"false".equals(settings.getProperty(channel.group().replace(".topic", ".enabled"))))
                .map(channel -> settings.getProperty(channel.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties settings(String service) throws IOException {
        var settings = new Properties();
        for (String file : List.of(KIT, service + "/src/main/resources/application.properties")) {
            try (var reader = Files.newBufferedReader(Chart.ROOT.resolve(file))) {
                settings.load(reader);
            }
        }
        return settings;
    }

    /** Topics that are named in sources of a module in which a word stands too. */
    private static Set<String> mentioned(String module, String word) throws IOException {
        Map<String, String> names = NAME.matcher(Files.readString(NAMES))
                .results()
                .collect(Collectors.toMap(name -> name.group(1), name -> name.group(2)));
        Set<String> topics = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Chart.ROOT.resolve(module).resolve("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String source = Files.readString(file);
                if (source.contains(word)) {
                    TOPIC.matcher(source).results().forEach(topic -> topics.add(names.get(topic.group(1))));
                }
            }
        }
        return topics;
    }
}
