package io.rapport.consent.decision;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.contracts.Topics;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of a tenant's consent, over REST, with real PostgreSQL, Kafka, issuer and Graph. Told in order. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "service", value = "consent-service"))
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // filled by the platform
class ConsentIT {

    private static final String CONSENT = "/api/v1/consent";
    private static String firstTe = "";

    Platform platform;

    @Test
    @Order(1)
    void nobodyGetsInWithoutATokenOrWithAnothersRole() {
        given().get(CONSENT)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:rapport:problem:not-authenticated"));
        as(platform.tokens().seller(Platform.TENANT)).get(CONSENT).then().statusCode(403);
        as(platform.tokens().admin(Platform.TENANT))
                .get("/internal/consent-state")
                .then()
                .statusCode(403);
    }

    @Test
    @Order(2)
    void aTenantThatNeverConsentedHasNone() {
        admin().get(CONSENT)
                .then()
                .statusCode(200)
                .header("ETag", "\"0-0\"")
                .body("state", equalTo("NONE"))
                .body("options.identifiableInsights", equalTo(false));
    }

    @Test
    @Order(3)
    void aRefusalNamesTheLicencesThatAreMissing() {
        grant(as(platform.tokens().admin(Platform.UNLICENSED_TENANT)), "")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("detail", containsString("Sales Enterprise or Sales Premium"))
                .body("detail", containsString("Exchange Online"))
                .body("missing.nearly[0]", hasItem("DYN365_ENTERPRISE_SALES: the plan is Disabled"))
                .body("missing.nearly[1]", hasItem("SPE_E3: the product is Suspended"))
                .body("missing.satisfiedBy[1]", hasItem("efb87545-963c-4e0d-99df-69c6916d9eb0"));
    }

    @Test
    @Order(4)
    void anUnknownGroupIsRefusedAndNothingChanges() {
        UUID nobody = UUID.randomUUID();
        grant(admin(), "\"" + nobody + "\"").then().statusCode(400).body("detail", containsString(nobody.toString()));
        admin().get(CONSENT).then().body("state", equalTo("NONE"));
    }

    @Test
    @Order(5)
    void badInputIsAClearProblem() {
        for (String body :
                List.of("", "{", "[]", "{\"options\": null}", "{\"options\": {}, \"excludedGroups\": [\"x\"]}")) {
            admin().contentType("application/json")
                    .header("If-None-Match", "*")
                    .body(body)
                    .put(CONSENT)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json");
        }
        admin().contentType("application/json")
                .body(Consented.body(""))
                .put(CONSENT)
                .then()
                .statusCode(428)
                .body("type", equalTo("urn:rapport:problem:version-required"));
    }

    @Test
    @Order(6)
    void aGrantOpensTheFirstEpochAndOptsEveryoneInButTheExcluded() {
        SimulatedTenant tenant = platform.simulator().tenant(Platform.TENANT);
        String executives = tenant.groups().getFirst().id().toString();

        grant(admin(), "\"" + executives + "\"")
                .then()
                .statusCode(201)
                .header("ETag", "\"2-0\"")
                .body("epoch", equalTo(1))
                .body("ver", equalTo(2))
                .body("state", equalTo("ACTIVE"))
                .body("excludedGroups", equalTo(List.of(executives)));

        JsonPath state = internalState(0);
        firstTe = state.getString("consents[0].te");
        Set<String> excluded = tenant.transitiveMembers(tenant.groups().getFirst()).stream()
                .map(user -> user.id().toString())
                .collect(Collectors.toSet());
        Set<String> licensed = tenant.users().stream()
                .filter(user -> user.licensed())
                .map(user -> user.id().toString())
                .collect(Collectors.toSet());
        licensed.removeAll(excluded);
        assertThat(sharing(state, true)).isEqualTo(licensed);
        assertThat(sharing(state, false)).isEqualTo(excluded);
    }

    @Test
    @Order(7)
    void theStateSinceARevisionIsOnlyWhatChangedAfterIt() {
        long revision = internalState(0).getLong("revision");

        assertThat(internalState(revision).getList("sharing")).isEmpty();
        UUID user = someone();
        switchSharing(user, false);
        assertThat(internalState(revision).getList("sharing.user")).containsExactly(user.toString());
        switchSharing(user, true);
    }

    @Test
    @Order(8)
    void eachTenantIsItsOwn() {
        as(platform.tokens().admin(Platform.OTHER_TENANT))
                .get(CONSENT)
                .then()
                .body("state", equalTo("NONE"))
                .body("tenant", equalTo(Platform.OTHER_TENANT.toString()));
        grant(as(platform.tokens().admin(Platform.OTHER_TENANT)), "").then().statusCode(201);
    }

    @Test
    @Order(9)
    void changesNeedTheVersionTheyWereBasedOn() {
        admin().delete(CONSENT).then().statusCode(428);
        admin().header("If-Match", "\"1-0\"").delete(CONSENT).then().statusCode(412);
        grant(admin(), "").then().statusCode(412);
    }

    @Test
    @Order(10)
    void anAmendmentKeepsTheEpochAndChangesTheVersion() {
        String executives = platform.simulator()
                .tenant(Platform.TENANT)
                .groups()
                .getFirst()
                .id()
                .toString();
        admin().contentType("application/json")
                .header("If-Match", "\"2-0\"")
                .body(Consented.body("\"" + executives + "\""))
                .put(CONSENT)
                .then()
                .statusCode(200)
                .header("ETag", "\"2-1\"")
                .body("epoch", equalTo(1));
    }

    @Test
    @Order(11)
    void theServicesGetTheKeyOfAnActiveEpoch() {
        service().get("/internal/keys/{te}", firstTe).then().statusCode(200).body("key", notNullValue());
        service().get("/internal/keys/{te}", "00000000000000aa").then().statusCode(404);
        admin().get("/internal/keys/{te}", firstTe).then().statusCode(403);
    }

    @Test
    @Order(12)
    void aWithdrawalNamesItsDeadlinesAndItsCase() {
        JsonPath withdrawal = withdraw();

        Instant at = Instant.parse(withdrawal.getString("withdrawnAt"));
        assertThat(Instant.parse(withdrawal.getString("hiddenBy"))).isEqualTo(at.plusSeconds(60));
        assertThat(Instant.parse(withdrawal.getString("appDeadline"))).isEqualTo(at.plus(Duration.ofHours(24)));
        assertThat(Instant.parse(withdrawal.getString("backupDeadline"))).isEqualTo(at.plus(Duration.ofDays(30)));
        assertThat(withdrawal.getString("deletionCase")).isEqualTo(firstTe);
        JsonPath state = internalState(0);
        assertThat(state.getList("consents.findAll { it.te == '" + firstTe + "' }.phase"))
                .containsExactly("WITHDRAWN");
        assertThat(state.<String>getList(
                        "sharing.findAll { it.tenant == '" + Platform.TENANT + "' && it.shared }.user"))
                .isEmpty();
    }

    @Test
    @Order(13)
    void aPersonsOwnSwitchSurvivesWithdrawalAndANewGrant() {
        UUID user = someone();
        switchSharing(user, false);

        admin().contentType("application/json")
                .header("If-Match", "\"3-0\"")
                .body(Consented.body(""))
                .put(CONSENT)
                .then()
                .statusCode(201)
                .body("epoch", equalTo(2));

        as(platform.tokens().user(Platform.TENANT, user))
                .get("/api/v1/me/sharing")
                .then()
                .body("shared", equalTo(false))
                .body("because", equalTo(List.of("own-switch")));
        assertThat(sharing(internalState(0), true)).doesNotContain(user.toString());
    }

    @Test
    @Order(14)
    void shreddingTheOldKeyLeavesTheNewAndTheOtherTenantsUsable() {
        JsonPath state = internalState(0);
        List<String> active = state.getList("consents.findAll { it.phase == 'ACTIVE' }.te");
        assertThat(active).hasSize(2).doesNotContain(firstTe);

        assertThat(order("SHRED", firstTe, 1, Platform.OTHER_TENANT).getBoolean("done"))
                .as("the wrong tenant's guard")
                .isFalse();
        assertThat(order("SHRED", active.getFirst(), 2, Platform.TENANT).getBoolean("done"))
                .as("an active epoch is never shredded")
                .isFalse();
        assertThat(order("SHRED", firstTe, 1, Platform.TENANT).getBoolean("done"))
                .isTrue();
        assertThat(order("DROP", firstTe, 1, Platform.TENANT).getBoolean("done"))
                .isTrue();

        service()
                .get("/internal/keys/{te}", firstTe)
                .then()
                .statusCode(410)
                .body("type", equalTo("urn:rapport:problem:key-destroyed"));
        active.forEach(te -> service().get("/internal/keys/{te}", te).then().statusCode(200));
        JsonPath remains = service()
                .get("/internal/remains/{te}", firstTe)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(remains.<Integer>getList("assets.count")).containsOnly(0);
    }

    @Test
    @Order(15)
    void everyDecisionWasPublished() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", platform.kafkaBootstrap());
        properties.put("group.id", "consent-it");
        properties.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(Topics.CONSENT_STATE));
            Set<String> seen = new HashSet<>();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofMillis(200))) {
                    JsonPath json = JsonPath.from(event.value());
                    seen.add(event.key() + " " + json.getInt("data.ver") + " " + json.getString("type"));
                }
                return seen.size() >= 4;
            });
            assertThat(seen)
                    .contains(
                            Platform.TENANT + " 2 io.rapport.ConsentState.v1",
                            Platform.TENANT + " 3 io.rapport.ConsentState.v1",
                            Platform.TENANT + " 4 io.rapport.ConsentState.v1",
                            Platform.OTHER_TENANT + " 2 io.rapport.ConsentState.v1");
        }
    }

    /** The body of a grant. */
    static final class Consented {

        private Consented() {}

        static String body(String groups) {
            return """
                    {"options": {"insightsForEachUser": false, "aggregatedInsights": false,
                                 "identifiableInsights": true}, "excludedGroups": [%s]}""".formatted(groups);
        }
    }

    private Response grant(RequestSpecification who, String groups) {
        return who.contentType("application/json")
                .header("If-None-Match", "*")
                .body(Consented.body(groups))
                .put(CONSENT);
    }

    private JsonPath withdraw() {
        String version = admin().get(CONSENT).header("ETag");
        return admin().header("If-Match", version)
                .delete(CONSENT)
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
    }

    private JsonPath order(String step, String te, int epoch, UUID tenant) {
        return service()
                .contentType("application/json")
                .body(Map.of(
                        "deletionCase", te,
                        "te", te,
                        "tenant", tenant.toString(),
                        "epoch", epoch,
                        "step", step,
                        "owner", "CONSENT",
                        "orderedAt", "2026-01-01T00:00:00Z"))
                .post("/internal/purge-commands")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath internalState(long since) {
        return service()
                .get("/internal/consent-state?since={since}", since)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Set<String> sharing(JsonPath state, boolean shared) {
        return Set.copyOf(state.<String>getList(
                "sharing.findAll { it.tenant == '" + Platform.TENANT + "' && it.shared == " + shared + " }.user"));
    }

    private void switchSharing(UUID user, boolean on) {
        as(platform.tokens().user(Platform.TENANT, user))
                .contentType("application/json")
                .body(Map.of("shared", on))
                .put("/api/v1/me/sharing")
                .then()
                .statusCode(200)
                .body("switchedOff", equalTo(!on));
    }

    /** A licensed person in no excluded group. */
    private UUID someone() {
        SimulatedTenant tenant = platform.simulator().tenant(Platform.TENANT);
        var executives = tenant.transitiveMembers(tenant.groups().getFirst());
        return tenant.users().stream()
                .filter(user -> user.licensed() && !executives.contains(user))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private RequestSpecification admin() {
        return as(platform.tokens().admin(Platform.TENANT));
    }

    private RequestSpecification service() {
        return as(platform.tokens().service());
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }
}
