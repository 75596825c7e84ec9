package io.rapport.ingestion.worker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.contracts.ids.Te;
import io.rapport.ingestion.fetch.ClosedFieldList;
import io.rapport.kit.keys.EpochCipher;
import io.rapport.simulator.http.Faults;
import io.rapport.simulator.http.RequestLog;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.rapport.stack.ServiceName;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A tenant's mail from grant to nothing, with real PostgreSQL, Kafka, issuer, Graph and consent-service. In order. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "ingestion-service"),
            @ResourceArg(name = "with", value = "consent-service"),
            @ResourceArg(name = "mailboxes", value = "8"),
            @ResourceArg(name = "emailsPerMonth", value = "30")
        })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // filled by the platform
class IngestionIT {

    private static final String INGESTION = "/api/v1/ingestion";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static Te first = new Te(1);
    private static Te second = new Te(1);
    private static Map<String, List<String>> cleanRun = Map.of();

    Platform platform;

    @Test
    @Order(1)
    void onlyAdministratorsAndOperatorsSeeProgress() {
        given().get(INGESTION).then().statusCode(401);
        as(platform.tokens().seller(Platform.TENANT)).get(INGESTION).then().statusCode(403);
        await().atMost(PATIENCE)
                .untilAsserted(() -> admin().get(INGESTION)
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("NONE"))
                        .body("te", nullValue()));
        as(platform.tokens().ops(Platform.TENANT)).get(INGESTION).then().statusCode(200);
        given().get(INGESTION + "/fields").then().statusCode(200).body("message", hasItem("receivedDateTime"));
    }

    @Test
    @Order(2)
    void twelveBatchesHoldWhatTheMailboxesHold() throws GeneralSecurityException {
        grant("If-None-Match", "*", executives().id().toString());
        JsonPath view = awaitDone(1);
        first = Te.of(view.getString("te"));

        assertThat(view.getList("batches.number")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(view.getList("batches.state")).containsOnly("DONE");
        assertThat(view.<Integer>getList("batches.shards")).containsOnly(1);
        assertThat(view.<Integer>getList("batches.failed")).containsOnly(0);
        Map<UUID, Long> truth = truth(view, excluded());
        long within = truth.values().stream().mapToLong(Long::longValue).sum();
        assertThat(view.getLong("counts.messages")).isEqualTo(within);
        assertThat(kinds(view)).isEqualTo(within);
        assertThat(view.getLong("counts.interactions")).isPositive();
        assertThat(view.getLong("counts.meetingsCounted"))
                .isPositive()
                .isLessThanOrEqualTo(view.getLong("counts.meetings"));
        assertThat(view.getLong("outsideYear"))
                .isEqualTo(truth.keySet().stream().mapToLong(this::held).sum() - within);
        assertThat(view.getList("unfinished.reason")).containsExactly("no-mailbox");
        assertThat(view.getInt("unfinished[0].count")).isEqualTo(12);

        PublishedUnits published = PublishedUnits.of(platform.kafkaBootstrap(), first, cipher(first));
        assertThat(published.messagesByMailbox()).isEqualTo(truth);
        assertThat(published.size()).isEqualTo(12 * truth.size());
        cleanRun = published.facts();
    }

    @Test
    @Order(3)
    void anExcludedPersonsMailboxWasNeverAskedFor() {
        assertThat(mailReads(0))
                .isNotEmpty()
                .extracting(RequestLog.Served::user)
                .doesNotContainAnyElementsOf(
                        excluded().stream().map(UUID::toString).toList());
    }

    @Test
    @Order(4)
    void nothingBeyondTheClosedListIsEverAskedFor() {
        for (RequestLog.Served read : mailReads(0)) {
            if (!"messages/$count".equals(read.kind())) {
                Set<String> allowed = Set.copyOf(
                        "messages".equals(read.kind())
                                ? ClosedFieldList.all().message()
                                : ClosedFieldList.all().event());
                assertThat(read.select()).as(read.kind()).isNotNull();
                assertThat(allowed)
                        .containsAll(Arrays.asList(String.valueOf(read.select()).split(",")));
            }
        }
    }

    @Test
    @Order(5)
    void anotherTenantSeesNothingOfIt() {
        as(platform.tokens().admin(Platform.OTHER_TENANT))
                .get(INGESTION)
                .then()
                .statusCode(200)
                .body("tenant", equalTo(Platform.OTHER_TENANT.toString()))
                .body("state", equalTo("NONE"))
                .body("batches", empty());
        assertThat(platform.simulator().log().since(0))
                .extracting(RequestLog.Served::tenant)
                .doesNotContain(Platform.OTHER_TENANT);
    }

    @Test
    @Order(6)
    void aWithdrawalHidesTheFigures() {
        withdraw();
        await().atMost(PATIENCE)
                .untilAsserted(() -> admin().get(INGESTION)
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("CANCELLED"))
                        .body("batches", empty())
                        .body("counts.messages", equalTo(0)));
    }

    @Test
    @Order(7)
    void aRunThroughFaultsEndsWithTheSameSums() throws GeneralSecurityException {
        UUID off = someone();
        switchOff(off);
        long before = lastServed();
        for (Faults.Mode mode : List.of(Faults.Mode.SHORT, Faults.Mode.LOOP, Faults.Mode.BROKEN_LINK)) {
            platform.simulator().faults().add(new Faults.Fault("/messages?", 2, mode, 200, null));
        }
        for (Faults.Mode mode :
                List.of(Faults.Mode.STATUS, Faults.Mode.EMPTY, Faults.Mode.RESET, Faults.Mode.TRUNCATE)) {
            for (String path : List.of("/messages?", "/messages/$count", "/calendarView?")) {
                platform.simulator().faults().add(new Faults.Fault(path, 2, mode, 503, null));
            }
        }
        for (int status : List.of(401, 429, 500, 502, 504)) {
            platform.simulator().faults().add(new Faults.Fault("/messages?", 2, Faults.Mode.STATUS, status, "1"));
        }
        platform.simulator().faults().add(new Faults.Fault("/messages?", 1, Faults.Mode.EMPTY, 404, null));

        grantAgain(executives().id().toString());
        JsonPath view = awaitDone(2);
        second = Te.of(view.getString("te"));

        assertThat(view.<Integer>getList("batches.failed")).containsOnly(0);
        PublishedUnits published = PublishedUnits.of(platform.kafkaBootstrap(), second, cipher(second));
        assertThat(published.facts()).isEqualTo(without(off, cleanRun));
        assertThat(platform.simulator().log().since(before))
                .extracting(RequestLog.Served::status)
                .contains(401, 404, 429, 500, 502, 503, 504);
        assertThat(mailReads(before)).extracting(RequestLog.Served::user).doesNotContain(off.toString());
    }

    @Test
    @Order(8)
    void dropLeavesNothingOfTheWithdrawnEpochAndTouchesNoOther() {
        assertThat(order("DROP", first, 1, Platform.TENANT).getString("detail"))
                .isEqualTo("The epoch is not fenced yet.");
        assertThat(order("FENCE", first, 1, Platform.OTHER_TENANT).getBoolean("done"))
                .isFalse();
        assertThat(remains(first)).doesNotContain(0L);

        for (String step : List.of("FENCE", "DRAIN", "QUARANTINE", "SHRED", "DROP", "DROP")) {
            assertThat(order(step, first, 1, Platform.TENANT).getBoolean("done"))
                    .as(step)
                    .isTrue();
        }

        assertThat(remains(first)).containsOnly(0L);
        assertThat(remains(second)).doesNotContain(0L);
        admin().get(INGESTION).then().body("state", equalTo("DONE")).body("epoch", equalTo(2));
    }

    @Test
    @Order(9)
    void aMissingPermissionStopsTheTenantAndNothingElse() {
        platform.simulator().faults().add(new Faults.Fault("/organization", 1, Faults.Mode.STATUS, 403, null));
        as(platform.tokens().admin(Platform.OTHER_TENANT), ServiceName.CONSENT)
                .contentType("application/json")
                .header("If-None-Match", "*")
                .body(body(""))
                .put("/api/v1/consent")
                .then()
                .statusCode(201);

        await().atMost(PATIENCE)
                .untilAsserted(() -> as(platform.tokens().admin(Platform.OTHER_TENANT))
                        .get(INGESTION)
                        .then()
                        .body("state", equalTo("STOPPED"))
                        .body("reason", equalTo("permission-missing")));
        assertThat(platform.simulator().log().since(0))
                .filteredOn(read -> read.tenant().equals(Platform.OTHER_TENANT))
                .extracting(RequestLog.Served::kind)
                .doesNotContain("messages", "messages/$count", "calendarView");
        admin().get(INGESTION).then().body("state", equalTo("DONE"));
    }

    @Test
    @Order(10)
    void anOptOutInTheMiddleOfARunEndsReadingOfThatMailboxAndAWithdrawalAllReading() throws InterruptedException {
        withdraw();
        platform.simulator()
                .faults()
                .add(new Faults.Fault("/messages", Integer.MAX_VALUE, Faults.Mode.STATUS, 429, "1"));
        long before = lastServed();
        grantAgain("");
        await().atMost(PATIENCE).until(() -> mailReads(before).size() > 20);

        String leaving = String.valueOf(mailReads(before).getLast().user());
        switchOff(UUID.fromString(leaving));
        // Longer than a lease is valid here; a minute is what is promised.
        Thread.sleep(Duration.ofSeconds(12));
        long left = lastServed();
        Thread.sleep(Duration.ofSeconds(20));
        assertThat(mailReads(left))
                .isNotEmpty()
                .extracting(RequestLog.Served::user)
                .doesNotContain(leaving);
        theMailboxThatLeftIsRemovedAndNoOther();

        withdraw();
        await().atMost(PATIENCE)
                .untilAsserted(() -> admin().get(INGESTION).then().body("state", equalTo("CANCELLED")));

        long after = lastServed();
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(6))
                .until(() -> mailReads(after).isEmpty());
        Te third = Te.of(admin().get(INGESTION).jsonPath().getString("te"));
        assertThat(order("FENCE", third, 3, Platform.TENANT).getBoolean("done")).isTrue();
        await().atMost(PATIENCE)
                .until(() -> order("DRAIN", third, 3, Platform.TENANT).getBoolean("done"));
        assertThat(order("DROP", third, 3, Platform.TENANT).getBoolean("done")).isTrue();
        assertThat(remains(third)).containsOnly(0L);
        platform.simulator().faults().clear();
    }

    private void theMailboxThatLeftIsRemovedAndNoOther() {
        Te te = Te.of(admin().get(INGESTION).jsonPath().getString("te"));
        int units = admin().get(INGESTION).jsonPath().getInt("batches[0].units");
        String removal = as(platform.tokens().service(), ServiceName.CONSENT)
                .get("/internal/removals?since=2020-01-01T00:00:00Z")
                .jsonPath()
                .getString("findAll { it.te == '" + te + "' }[-1].id");
        assertThat(remains(te + "/removals/" + removal)).anyMatch(count -> count > 0);

        for (String step : List.of("FENCE", "DRAIN", "QUARANTINE", "SHRED", "DROP")) {
            await().atMost(PATIENCE)
                    .until(() -> order(removal, "MAILBOXES", step, te, 3, Platform.TENANT)
                            .getBoolean("done"));
        }

        assertThat(remains(te + "/removals/" + removal)).hasSize(2).containsOnly(0L);
        assertThat(admin().get(INGESTION).jsonPath().getInt("batches[0].units")).isEqualTo(units - 1);
    }

    private void switchOff(UUID user) {
        as(platform.tokens().user(Platform.TENANT, user), ServiceName.CONSENT)
                .contentType("application/json")
                .body(Map.of("shared", false))
                .put("/api/v1/me/sharing")
                .then()
                .statusCode(200);
    }

    /** The first answer that says so: by then all must hold that is said of a year that is read. */
    private JsonPath awaitDone(int epoch) {
        return await().atMost(PATIENCE)
                .until(
                        () -> admin().get(INGESTION)
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        view -> view.getInt("epoch") == epoch && "DONE".equals(view.getString("state")));
    }

    private long kinds(JsonPath view) {
        return List.of("interactions", "internal", "automated", "drafts", "meetingMail", "malformed").stream()
                .mapToLong(kind -> view.getLong("counts." + kind))
                .sum();
    }

    /** What every mailbox that may be read holds within the year. */
    private Map<UUID, Long> truth(JsonPath view, Set<UUID> left) {
        Instant from = start(view.getString("batches[11].from"));
        Instant until = start(view.getString("batches[0].until"));
        Map<UUID, Long> truth = new TreeMap<>();
        for (SimulatedUser user : tenant().users()) {
            if (user.licensed() && user.mailbox() == SimulatedUser.MailboxKind.CLOUD && !left.contains(user.id())) {
                truth.put(user.id(), (long) tenant().mailbox(user.id())
                        .orElseThrow()
                        .between(from, until)
                        .size());
            }
        }
        return truth;
    }

    private long held(UUID user) {
        return tenant().mailbox(user).orElseThrow().messages().size();
    }

    private static Instant start(String day) {
        return LocalDate.parse(day).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static Map<String, List<String>> without(UUID user, Map<String, List<String>> facts) {
        return facts.entrySet().stream()
                .filter(unit -> !unit.getKey().startsWith(user.toString()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private SimulatedTenant tenant() {
        return platform.simulator().tenant(Platform.TENANT);
    }

    private io.rapport.simulator.tenant.SimulatedGroup executives() {
        return tenant().groups().getFirst();
    }

    private Set<UUID> excluded() {
        return tenant().transitiveMembers(executives()).stream()
                .map(SimulatedUser::id)
                .collect(Collectors.toSet());
    }

    /** Somebody whose mailbox is read. */
    private UUID someone() {
        return tenant().users().stream()
                .filter(user -> user.licensed()
                        && user.mailbox() == SimulatedUser.MailboxKind.CLOUD
                        && !excluded().contains(user.id()))
                .map(SimulatedUser::id)
                .findFirst()
                .orElseThrow();
    }

    private List<RequestLog.Served> mailReads(long since) {
        return platform.simulator().log().since(since).stream()
                .filter(read ->
                        read.kind().startsWith("messages") || read.kind().equals("calendarView"))
                .toList();
    }

    private long lastServed() {
        return platform.simulator().log().since(0).getLast().seq();
    }

    private void grantAgain(String group) {
        String version = as(platform.tokens().admin(Platform.TENANT), ServiceName.CONSENT)
                .get("/api/v1/consent")
                .header("ETag");
        grant("If-Match", version, group);
    }

    private void grant(String condition, String version, String group) {
        as(platform.tokens().admin(Platform.TENANT), ServiceName.CONSENT)
                .contentType("application/json")
                .header(condition, version)
                .body(body(group))
                .put("/api/v1/consent")
                .then()
                .statusCode(201);
    }

    private static String body(String group) {
        return """
                {"options": {"insightsForEachUser": false, "aggregatedInsights": false,
                             "identifiableInsights": true}, "excludedGroups": [%s]}""".formatted(group.isEmpty() ? "" : "\"" + group + "\"");
    }

    private void withdraw() {
        RequestSpecification admin = as(platform.tokens().admin(Platform.TENANT), ServiceName.CONSENT);
        String version = admin.get("/api/v1/consent").header("ETag");
        as(platform.tokens().admin(Platform.TENANT), ServiceName.CONSENT)
                .header("If-Match", version)
                .delete("/api/v1/consent")
                .then()
                .statusCode(202);
    }

    private EpochCipher cipher(Te te) {
        String key = as(platform.tokens().service(), ServiceName.CONSENT)
                .get("/internal/keys/{te}", te.toString())
                .jsonPath()
                .getString("key");
        return new EpochCipher(Base64.getDecoder().decode(key));
    }

    private JsonPath order(String step, Te te, int epoch, UUID tenant) {
        return order(te.toString(), "EPOCH", step, te, epoch, tenant);
    }

    private JsonPath order(String id, String kind, String step, Te te, int epoch, UUID tenant) {
        return as(platform.tokens().service())
                .contentType("application/json")
                .body(Map.of(
                        "deletionCase",
                        id,
                        "kind",
                        kind,
                        "te",
                        te.toString(),
                        "tenant",
                        tenant.toString(),
                        "epoch",
                        epoch,
                        "step",
                        step,
                        "owner",
                        "INGESTION",
                        "orderedAt",
                        platform.clock().now().toString()))
                .post("/internal/purge-commands")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<Long> remains(Te te) {
        return remains(te.toString());
    }

    private List<Long> remains(String what) {
        return as(platform.tokens().service())
                .get("/internal/remains/" + what)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("assets.count", Long.class);
    }

    private RequestSpecification admin() {
        return as(platform.tokens().admin(Platform.TENANT));
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }

    private RequestSpecification as(String token, ServiceName service) {
        return given().baseUri(platform.url(service).toString())
                .port(platform.url(service).getPort())
                .auth()
                .oauth2(token);
    }
}
