package io.rapport.consent.model;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.contracts.Topics;
import io.rapport.simulator.source.SyntheticTenant;
import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.simulator.tenant.SimulatedGroup.Kind;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Random sequences of what people, the directory and fate do, against the packaged service and against a simple model.
 * After each sequence the state that the service tells, and the state that somebody knows who reads nothing but the
 * compacted topics, must equal the model's. Repeat one sequence with {@code -Drapport.seed=…}; a failing one is shrunk.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // started before all
class LifecycleModelIT {

    private static final int SEQUENCES = 6;
    private static final int LENGTH = 40;
    private static final int PEOPLE = 6;
    private static final int GROUPS = 3;
    private static final int SHRINK_TRIES = 40;
    private static final Duration PUBLISHED = Duration.ofSeconds(20);

    private Platform platform;
    private ServiceProcess service;
    private KafkaConsumer<String, String> topics;
    private final Map<String, JsonPath> newest = new HashMap<>();

    @BeforeAll
    void start() {
        platform = Platform.start(PlatformOptions.small());
        service = platform.start(ServiceName.CONSENT);
        Properties properties = new Properties();
        properties.put("bootstrap.servers", platform.kafkaBootstrap());
        topics = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> partitions = java.util.stream.Stream.of(Topics.CONSENT_STATE, Topics.SHARING_STATE)
                .flatMap(topic -> topics.partitionsFor(topic).stream())
                .map((PartitionInfo part) -> new TopicPartition(part.topic(), part.partition()))
                .toList();
        topics.assign(partitions);
        topics.seekToBeginning(partitions);
    }

    @AfterAll
    void stop() {
        topics.close();
        service.close();
        platform.close();
    }

    @Test
    void theServiceIsWhatTheModelSays() {
        long first = Long.getLong("rapport.seed", System.nanoTime());
        int count = Long.getLong("rapport.seed") == null ? SEQUENCES : 1;
        for (long seed = first; seed < first + count; seed++) {
            List<Command> commands = Command.sequence(seed, LENGTH, PEOPLE, GROUPS);
            Optional<String> failure = play(commands);
            if (failure.isPresent()) {
                List<Command> shortest = Shrinking.of(commands, this::play, SHRINK_TRIES);
                throw new AssertionError("Seed " + seed + ": " + failure.get() + "\nShortest: " + shortest + "\n"
                        + play(shortest).orElse("(which holds now)"));
            }
        }
    }

    /** On a tenant of its own. @return what differs, empty if nothing does */
    private Optional<String> play(List<Command> commands) {
        Tenant tenant = new Tenant();
        Model model = new Model(PEOPLE, GROUPS);
        for (int i = 0; i < commands.size(); i++) {
            int expected = model.apply(commands.get(i));
            int answered = tenant.apply(commands.get(i));
            if (answered != expected) {
                return Optional.of("command " + i + " " + commands.get(i) + " was answered with " + answered
                        + " instead of " + expected);
            }
        }
        return tenant.differsFrom(model);
    }

    private final class Tenant {

        private final UUID id = UUID.randomUUID();
        private final List<UUID> people;
        private final List<SimulatedGroup> groups;
        private final Set<Integer> lost = new TreeSet<>();

        Tenant() {
            SimulatedTenant made =
                    SyntheticTenant.make(id, PEOPLE - 1, 1, 3, platform.clock().now());
            people = made.users().stream()
                    .filter(user -> user.licensed() && user.mailbox() == SimulatedUser.MailboxKind.CLOUD)
                    .map(SimulatedUser::id)
                    .toList();
            assertThat(people).hasSize(PEOPLE);
            groups = new java.util.ArrayList<>(IntStream.range(0, GROUPS)
                    .mapToObj(i -> new SimulatedGroup(
                            UUID.nameUUIDFromBytes((id + "/" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                            "group " + i,
                            List.of(),
                            Kind.SECURITY,
                            false))
                    .toList());
            SimulatedTenant onlyThem = new SimulatedTenant(
                    id,
                    made.verifiedDomains(),
                    made.users().stream()
                            .filter(user -> people.contains(user.id()))
                            .toList(),
                    List.copyOf(groups),
                    made.skus(),
                    made.mailboxes(),
                    made.calendars());
            platform.simulator().put(onlyThem);
        }

        int apply(Command command) {
            return switch (command) {
                case Command.Decide(int excluded, int roles) -> decide(excluded, roles & ~excluded);
                case Command.Withdraw withdraw -> withdraw();
                case Command.Switch(int person, boolean on) ->
                    as(platform.tokens().user(id, people.get(person)))
                            .contentType("application/json")
                            .body(Map.of("shared", on))
                            .put("/api/v1/me/sharing")
                            .statusCode();
                case Command.Move(int person, int group, boolean in) -> move(person, group, in);
                case Command.Lose(int group, boolean gone) -> lose(group, gone);
                case Command.Refresh refresh -> refresh();
                case Command.Crash crash -> crash();
            };
        }

        private int decide(int excluded, int roles) {
            return admin().contentType("application/json")
                    .header("If-Match", etag())
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .body(Map.of(
                            "options",
                            Map.of(
                                    "insightsForEachUser", false,
                                    "aggregatedInsights", false,
                                    "identifiableInsights", true),
                            "excludedGroups",
                            ids(excluded),
                            "roleGroups",
                            ids(roles)))
                    .put("/api/v1/consent")
                    .statusCode();
        }

        private int withdraw() {
            return admin().header("If-Match", etag()).delete("/api/v1/consent").statusCode();
        }

        private int move(int person, int group, boolean in) {
            Set<UUID> members = new java.util.LinkedHashSet<>(groups.get(group).members());
            boolean moved = in ? members.add(people.get(person)) : members.remove(people.get(person));
            if (moved) {
                groups.set(group, groups.get(group).with(List.copyOf(members)));
                show();
            }
            return 0;
        }

        private int lose(int group, boolean gone) {
            boolean changed = gone ? lost.add(group) : lost.remove(group);
            if (changed) {
                show();
            }
            return 0;
        }

        private void show() {
            platform.simulator()
                    .put(platform.simulator()
                            .tenant(id)
                            .withGroups(IntStream.range(0, GROUPS)
                                    .filter(group -> !lost.contains(group))
                                    .mapToObj(groups::get)
                                    .toList()));
        }

        private int refresh() {
            JsonPath epochs = state();
            String te = epochs.getString("consents.findAll { it.tenant == '" + id + "' }.max { it.ver }?.te");
            return te == null
                    ? 409
                    : as(platform.tokens().service())
                            .post("/internal/directory-refreshes/{te}", te)
                            .statusCode();
        }

        private int crash() {
            service.kill();
            service = platform.start(ServiceName.CONSENT);
            return 0;
        }

        Optional<String> differsFrom(Model model) {
            JsonPath view = admin().get("/api/v1/consent").jsonPath();
            String told = view.getInt("epoch") + " " + view.getString("state") + " "
                    + (view.get("pause") == null ? "reading" : "paused");
            String expected =
                    model.epoch() + " " + (model.active() ? "ACTIVE" : model.epoch() == 0 ? "NONE" : "WITHDRAWN") + " "
                            + (model.paused() ? "paused" : "reading");
            if (!told.equals(expected)) {
                return Optional.of("the administrator sees " + told + " instead of " + expected);
            }
            Set<Integer> asked = shared(state().getList("sharing"));
            if (!asked.equals(model.shared())) {
                return Optional.of("the other services are told " + asked + " instead of " + model.shared());
            }
            JsonPath trail = admin().get("/api/v1/audit/verification").jsonPath();
            if (!trail.getBoolean("whole") || trail.getInt("entries") != model.entries()) {
                return Optional.of("the audit trail has " + trail.getInt("entries") + " whole entries instead of "
                        + model.entries());
            }
            return publishedDiffersFrom(model);
        }

        /** Somebody who was away for long and reads the compacted topics. */
        private Optional<String> publishedDiffersFrom(Model model) {
            long deadline = System.nanoTime() + PUBLISHED.toNanos();
            while (true) {
                for (ConsumerRecord<String, String> event : topics.poll(Duration.ofMillis(100))) {
                    newest.put(event.topic() + "/" + event.key(), JsonPath.from(event.value()));
                }
                Set<Integer> published = new TreeSet<>();
                for (int person = 0; person < PEOPLE; person++) {
                    JsonPath state = newest.get(Topics.SHARING_STATE + "/" + id + "/" + people.get(person));
                    if (state != null && state.getBoolean("data.shared")) {
                        published.add(person);
                    }
                }
                JsonPath consent = newest.get(Topics.CONSENT_STATE + "/" + id);
                String phase = consent == null
                        ? "0 WITHDRAWN reading"
                        : consent.getInt("data.epoch") + " " + consent.getString("data.phase") + " "
                                + (consent.get("data.pause") == null ? "reading" : "paused");
                String expected = model.epoch() + " " + (model.active() ? "ACTIVE" : "WITHDRAWN") + " "
                        + (model.paused() ? "paused" : "reading");
                if (phase.equals(expected) && published.equals(model.shared())) {
                    return Optional.empty();
                }
                if (System.nanoTime() - deadline > 0) {
                    return Optional.of("the topics say " + phase + " " + published + " instead of " + expected + " "
                            + model.shared());
                }
            }
        }

        private Set<Integer> shared(List<Map<String, Object>> sharing) {
            Set<Integer> shared = new TreeSet<>();
            sharing.stream()
                    .filter(state ->
                            id.toString().equals(state.get("tenant")) && Boolean.TRUE.equals(state.get("shared")))
                    .forEach(state -> shared.add(people.indexOf(UUID.fromString((String) state.get("user")))));
            return shared;
        }

        private JsonPath state() {
            return as(platform.tokens().service())
                    .get("/internal/consent-state?since=0")
                    .jsonPath();
        }

        private String etag() {
            return admin().get("/api/v1/consent").header("ETag");
        }

        private List<UUID> ids(int bits) {
            return Model.groups(bits).stream()
                    .map(group -> groups.get(group).id())
                    .toList();
        }

        private RequestSpecification admin() {
            return as(platform.tokens().admin(id));
        }
    }

    private RequestSpecification as(String token) {
        return given().baseUri(service.url().toString()).auth().oauth2(token);
    }
}
