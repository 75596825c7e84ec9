package io.rapport.journeys;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** What people and services ask of an installation of Rapport, wherever it runs. */
class Api {

    /** Generous: two slow cores may be building something else. */
    static final Duration PATIENCE = Duration.ofMinutes(4);

    /** What a withdrawal or an opt-out may take to show, by invariants 1 and 4. */
    static final Duration HIDDEN_WITHIN = Duration.ofSeconds(60);

    private static final String EVERYTHING = """
            {"options": {"insightsForEachUser": false, "aggregatedInsights": false, "identifiableInsights": true},
             "excludedGroups": [%s]}""";

    private final Platform platform;
    private final Function<ServiceName, URI> addresses;

    /** @param addresses where each service answers */
    Api(Platform platform, Function<ServiceName, URI> addresses) {
        this.platform = platform;
        this.addresses = addresses;
    }

    Platform platform() {
        return platform;
    }

    RequestSpecification as(String token, ServiceName service) {
        return given().baseUri(addresses.apply(service).toString()).auth().oauth2(token);
    }

    RequestSpecification asAdmin(ServiceName service) {
        return as(platform.tokens().admin(Platform.TENANT), service);
    }

    RequestSpecification asSeller() {
        return as(platform.tokens().seller(Platform.TENANT), ServiceName.INSIGHTS);
    }

    /** One colleague's relationships with contacts, day by day; records in the order of the addresses. */
    JsonPath relationships(UUID person, List<String> addresses) {
        List<Map<String, Object>> records = addresses.stream()
                .map(address ->
                        Map.<String, Object>of("key", address, "ours", List.of(person), "theirs", List.of(address)))
                .toList();
        return asSeller()
                .contentType("application/json")
                .body(Map.of("series", true, "records", records))
                .post("/api/v1/relationships/query")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** The services' own token. */
    RequestSpecification asService(ServiceName service) {
        return as(platform.tokens().service(), service);
    }

    JsonPath consent() {
        return asAdmin(ServiceName.CONSENT)
                .get("/api/v1/consent")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Grants, for the first time or again. */
    JsonPath grant(List<String> excludedGroups) {
        Response now = asAdmin(ServiceName.CONSENT).get("/api/v1/consent");
        boolean never = "NONE".equals(now.jsonPath().getString("state"));
        String groups = excludedGroups.stream()
                .map(id -> '"' + id + '"')
                .reduce((a, b) -> a + ',' + b)
                .orElse("");
        Response granted = asAdmin(ServiceName.CONSENT)
                .header(never ? "If-None-Match" : "If-Match", never ? "*" : now.header("ETag"))
                .contentType("application/json")
                .body(EVERYTHING.formatted(groups))
                .put("/api/v1/consent");
        return granted.then()
                .statusCode(org.hamcrest.Matchers.oneOf(200, 201))
                .extract()
                .jsonPath();
    }

    JsonPath withdraw() {
        String version = asAdmin(ServiceName.CONSENT).get("/api/v1/consent").header("ETag");
        return asAdmin(ServiceName.CONSENT)
                .header("If-Match", version)
                .delete("/api/v1/consent")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
    }

    void switchSharing(UUID user, boolean on) {
        as(platform.tokens().user(Platform.TENANT, user), ServiceName.CONSENT)
                .contentType("application/json")
                .body(Map.of("shared", on))
                .put("/api/v1/me/sharing")
                .then()
                .statusCode(200);
    }

    JsonPath ingestion() {
        return asAdmin(ServiceName.INGESTION)
                .get("/api/v1/ingestion")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    void awaitTwelveBatches(int epoch) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            JsonPath progress = ingestion();
            return progress.getInt("epoch") == epoch
                    && progress.getList("batches.findAll { it.number <= 12 && it.state == 'DONE' }")
                                    .size()
                            == 12;
        });
    }

    /** Erases an outside person; the id is that of the case it becomes. */
    String erase(String address) {
        return asAdmin(ServiceName.INSIGHTS)
                .contentType("application/json")
                .body(Map.of("address", address))
                .post("/api/v1/data-subjects/erasures")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getString("id");
    }

    JsonPath deletionCase(String te) {
        return asAdmin(ServiceName.PURGE).get("/api/v1/deletion-cases/{te}", te).jsonPath();
    }

    Response hold(String id, String reason) {
        return asAdmin(ServiceName.PURGE)
                .contentType("application/json")
                .body(Map.of("reason", reason))
                .put("/api/v1/deletion-cases/{id}/hold", id);
    }

    /** Until this stands in a case's history: a state it came to, which it may have left again, or what else happened. */
    void awaitCase(String id, String event) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> history(id).contains(event));
    }

    /** Empty as long as there is no such case. */
    private List<String> history(String id) {
        List<String> events = deletionCase(id).getList("events.event");
        return events == null ? List.of() : events;
    }

    void awaitWaitingFor(String id, String what) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            String waitingFor = deletionCase(id).getString("waitingFor");
            return waitingFor != null && waitingFor.contains(what);
        });
    }

    /** The newest case of a kind; empty if there is none. */
    String caseOf(String kind) {
        return caseOf(kind, "");
    }

    /** The newest case of a kind in an epoch; empty if there is none. */
    String caseOf(String kind, String te) {
        return asAdmin(ServiceName.PURGE)
                .get("/api/v1/deletion-cases")
                .jsonPath()
                .<String>getList("cases.findAll { it.kind == '" + kind + "' && it.te.contains('" + te + "') }.id")
                .stream()
                .findFirst()
                .orElse("");
    }

    String certificate(String te, String stage) {
        return asAdmin(ServiceName.PURGE)
                .get("/api/v1/deletion-cases/{te}/certificates/{stage}", te, stage)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
