package io.rapport.purge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.contracts.Topics;
import io.rapport.purge.PlayedOwners.Mood;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A deletion among owners who cannot be trusted: nothing is certified that is not so. Told in order. */
@QuarkusTest
@QuarkusTestResource(PlayedOwners.class)
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "purge-service"),
            @ResourceArg(name = "with", value = "consent-service")
        })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // filled by the platform and by earlier steps
class PurgeIT {

    private static final String CASES = "/api/v1/deletion-cases/";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static String te;
    /** Not a field of its type: the platform fills those. */
    private static final AtomicReference<ServiceProcess> REPLICA = new AtomicReference<>();

    Platform platform;
    ServiceProcess consent;

    @Inject
    Pool pool;

    @Inject
    Scheduler scheduler;

    @Test
    @Order(1)
    void whoRefusesIsAskedAgainForEver() {
        PlayedOwners.mood = Mood.REFUSING;
        keepSomethingInTheTopic();
        te = withdraw();

        awaiting("FENCE by INGESTION: not now, INSIGHTS: not now");
        int asked = PlayedOwners.ORDERS.size();
        await().atMost(PATIENCE).until(() -> PlayedOwners.ORDERS.size() > asked + 4);
        assertThat(state()).isEqualTo("WITHDRAWN");
    }

    /** From here on two drive the same case; one of them dies in the middle. */
    @Test
    @Order(2)
    void anotherReplicaDrivesToo() throws IOException {
        Map<String, String> config = new HashMap<>(platform.configFor(ServiceName.PURGE));
        config.putAll(PlayedOwners.config);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            config.put("quarkus.http.port", Integer.toString(free.getLocalPort()));
        }
        ServiceProcess replica = ServiceProcess.start(ServiceName.PURGE, config, platform.directory());
        REPLICA.set(replica);

        given().baseUri(replica.url().toString())
                .auth()
                .oauth2(platform.tokens().admin(Platform.TENANT))
                .get(CASES + te)
                .then()
                .body("state", equalTo("WITHDRAWN"));
    }

    @Test
    @Order(3)
    void whoConfirmsAndHoldsSomethingBackIsOrderedAgainAndNothingIsCertified() {
        PlayedOwners.mood = Mood.LYING;

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(list("events.event")).containsSubsequence("DROPPED", "FENCED", "DROPPED"));

        assertThat(list("events.event")).doesNotContain("APP_VERIFIED");
        assertThat(list("events.detail"))
                .anyMatch(detail -> detail.contains("3 left in ingestion.rows; 3 left in insights.rows"));
        admin().get(CASES + te + "/certificates/app").then().statusCode(404);
    }

    @Test
    @Order(4)
    void whoAnswersAboutSomethingElseOrNotAtAllProvesNothing() {
        Objects.requireNonNull(REPLICA.get()).kill();
        PlayedOwners.mood = Mood.EVASIVE;
        awaiting("INGESTION does not say what it holds");
        PlayedOwners.mood = Mood.AWAY;
        awaiting("INSIGHTS cannot be reached");

        assertThat(state()).isEqualTo("DROPPED");
        admin().get(CASES + te + "/certificates/app").then().statusCode(404);
        assertThat(admin().get(CASES + te).jsonPath().getDouble("app.used")).isLessThan(0.25);
    }

    @Test
    @Order(5)
    void onlyWhenNothingIsLeftAnywhereIsItCertifiedOnce() {
        PlayedOwners.mood = Mood.HONEST;
        // Who is asked to look and finds it moved looks on, without a tick.
        scheduler.pause("driver");
        admin().post(CASES + te + "/retry").then().statusCode(200);
        await().atMost(PATIENCE).until(() -> state().equals("BACKUPS_PENDING"));
        scheduler.resume("driver");

        given().body(certificate("app"))
                .contentType("text/plain")
                .post("/api/v1/certificates/verify")
                .then()
                .body("valid", equalTo(true))
                .body("statement.assets.after.sum()", equalTo(0))
                .body("statement.assets.find { it.asset == 'insights.rows' }.before", equalTo(PlayedOwners.ROWS))
                .body("statement.key", equalTo("KEY_DESTROYED"));
        assertThat(count("certificate")).isOne();
        admin().get(CASES + te + "/history/verification").then().body("whole", equalTo(true));
        admin().get("/api/v1/certificates/log")
                .then()
                .body("whole", equalTo(true))
                .body("entries", equalTo(1));
    }

    @Test
    @Order(6)
    void aCertificateCanBeReadByPeople() {
        Response page = admin().accept("text/html").get(CASES + te + "/certificates/app");

        page.then().statusCode(200).contentType("text/html");
        assertThat(page.headers().getValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("default-src 'none'; style-src 'nonce-");
        assertThat(page.asString()).contains("Deletion certificate", te, "insights.rows", certificate("app"));
    }

    @Test
    @Order(7)
    void theStageOfBackupsEndsWhenTheBrokerHasLetGo() {
        awaiting("Kafka");
        platform.clock().advance(Duration.ofHours(8));
        await().atMost(PATIENCE).until(() -> state().equals("BACKUPS_VERIFIED"));

        assertThat(certificate("backup")).isNotEqualTo(certificate("app"));
        admin().get("/api/v1/certificates/log")
                .then()
                .body("whole", equalTo(true))
                .body("entries", equalTo(2));
        admin().post(CASES + te + "/retry").then().statusCode(409);
        given().get("/q/metrics")
                .then()
                .body(containsString("rapport_purge_stage_seconds_count{stage=\"backup\"} 1"))
                .body(containsString("rapport_purge_receipts_outstanding 0"));
    }

    @Test
    @Order(8)
    void aCaseIsItsTenantsAndOperatorsChangeNothing() {
        as(platform.tokens().admin(Platform.OTHER_TENANT))
                .get(CASES + te)
                .then()
                .statusCode(404);
        as(platform.tokens().seller(Platform.TENANT)).get(CASES + te).then().statusCode(403);
        as(platform.tokens().ops(Platform.TENANT)).get(CASES + te).then().statusCode(200);
        as(platform.tokens().ops(Platform.TENANT))
                .post(CASES + te + "/retry")
                .then()
                .statusCode(403);
        given().get("/api/v1/certificates/keys").then().statusCode(200);
        as(platform.tokens().admin(Platform.TENANT))
                .get("/internal/ledger")
                .then()
                .statusCode(403);
        as(platform.tokens().service())
                .get("/internal/ledger")
                .then()
                .statusCode(200)
                .body("deletionCase", equalTo(List.of(te)));
    }

    /** Whoever could write to the database would be noticed. */
    @Test
    @Order(9)
    void whatHappenedIsOnlyAddedTo() {
        for (String table : List.of("case_event", "certificate")) {
            assertThat(refused("DELETE FROM " + table)).isTrue();
        }
        pool.query("ALTER TABLE case_event DISABLE TRIGGER USER; UPDATE case_event SET detail = 'nothing to see'"
                        + " WHERE position = 2; ALTER TABLE case_event ENABLE TRIGGER USER")
                .execute()
                .await()
                .indefinitely();
        admin().get(CASES + te + "/history/verification").then().body("whole", equalTo(false));
    }

    private boolean refused(String sql) {
        try {
            pool.query(sql).execute().await().indefinitely();
            return false;
        } catch (io.vertx.pgclient.PgException e) {
            return true;
        }
    }

    /** So that the second stage has something to wait for. */
    private void keepSomethingInTheTopic() {
        Map<String, Object> kafka = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, platform.kafkaBootstrap());
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.INTERACTIONS, "sealed", new byte[] {1}));
        }
    }

    private String withdraw() {
        RequestSpecification granting = consenting()
                .header("If-None-Match", "*")
                .contentType("application/json")
                .body("{\"options\":{\"insightsForEachUser\":false,\"aggregatedInsights\":false,"
                        + "\"identifiableInsights\":true},\"excludedGroups\":[]}");
        granting.put("/api/v1/consent").then().statusCode(201);
        return consenting()
                .header("If-Match", consenting().get("/api/v1/consent").header("ETag"))
                .delete("/api/v1/consent")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getString("deletionCase");
    }

    private RequestSpecification consenting() {
        return as(platform.tokens().admin(Platform.TENANT))
                .baseUri(consent.url().toString());
    }

    private void awaiting(String what) {
        await().atMost(PATIENCE).until(() -> waitingFor().contains(what));
    }

    private String waitingFor() {
        return String.valueOf(admin().get(CASES + te).jsonPath().getString("waitingFor"));
    }

    private String state() {
        return String.valueOf(admin().get(CASES + te).jsonPath().getString("state"));
    }

    private List<String> list(String path) {
        JsonPath found = admin().get(CASES + te).jsonPath();
        return found.getList(path);
    }

    private String certificate(String stage) {
        return admin().get(CASES + te + "/certificates/" + stage)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private long count(String table) {
        return (Long) pool.query("SELECT count(*) FROM " + table)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getValue(0);
    }

    private RequestSpecification admin() {
        return as(platform.tokens().admin(Platform.TENANT));
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }
}
