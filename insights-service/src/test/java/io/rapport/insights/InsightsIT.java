package io.rapport.insights;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.contracts.ingestion.SealedPart;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * From sealed units to answers and back to nothing, with real PostgreSQL, Kafka, issuer and consent-service. Told in
 * order.
 */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "insights-service"),
            @ResourceArg(name = "with", value = "consent-service")
        })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // filled by the platform and by earlier steps
class InsightsIT {

    private static final String CLIENT = "client@outside.example";
    private static final String OTHER_CLIENT = "other@outside.example";
    private static final Duration SOON = Duration.ofSeconds(60);

    private static PlayedIngestion ingestion;
    private static PlayedIngestion.Epoch epoch;
    private static PlayedIngestion.Epoch foreign;
    private static LocalDate d0;
    private static UUID ann;
    private static UUID bob;
    private static List<SealedPart> everything = new ArrayList<>();

    Platform platform;
    ServiceProcess consent;

    @Inject
    Pool pool;

    @Test
    @Order(1)
    void nobodyIsAnsweredWithoutTokenRoleOrConsent() {
        ingestion = new PlayedIngestion(platform, consent.url());
        given().get("/api/v1/contacts").then().statusCode(401);
        as(platform.tokens().admin(Platform.TENANT))
                .get("/api/v1/contacts")
                .then()
                .statusCode(403);
        soon(() -> contacts().statusCode(409).body("type", equalTo("urn:rapport:problem:no-consent")));
    }

    @Test
    @Order(2)
    void figuresAreThoseOfTheUnits() {
        epoch = ingestion.grant(Platform.TENANT);
        foreign = ingestion.grant(Platform.OTHER_TENANT);
        d0 = LocalDate.ofInstant(platform.clock().now(), ZoneOffset.UTC);
        ann = ingestion.sharing(Platform.TENANT).getFirst();
        bob = ingestion.sharing(Platform.TENANT).get(1);
        LocalDate month = d0.minusMonths(1);
        var withAnn = Folds.withMeeting(Folds.mail(CLIENT, month, d0.minusDays(2), 3, 2), d0.minusDays(2), 77);
        var withBob = Folds.withMeeting(Folds.mail(CLIENT, month, d0.minusDays(9), 1, 0), d0.minusDays(2), 77);
        send(
                epoch,
                1,
                PlayedIngestion.unit(ann, month, d0, withAnn, Folds.mail(OTHER_CLIENT, month, d0.minusDays(1), 1, 0)));
        send(epoch, 1, PlayedIngestion.unit(bob, month, d0, withBob));
        LocalDate before = d0.minusMonths(2);
        send(epoch, 1, PlayedIngestion.unit(ann, before, month, Folds.mail(CLIENT, before, before, 0, 5)));
        UUID stranger = ingestion.sharing(Platform.OTHER_TENANT).getFirst();
        send(foreign, 1, PlayedIngestion.unit(stranger, month, d0, Folds.mail(CLIENT, month, d0.minusDays(3), 9, 9)));
        awaitConsumed();

        JsonPath list = contacts()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .extract()
                .jsonPath();
        assertThat(list.<String>getList("items.address")).containsExactly(CLIENT, OTHER_CLIENT);
        assertThat(list.getInt("items[0].emailsSent")).isEqualTo(4);
        assertThat(list.getInt("items[0].emailsReceived")).isEqualTo(7);
        assertThat(list.getInt("items[0].meetings")).isEqualTo(1);
        assertThat(list.getString("items[0].name")).isEqualTo("Name of " + CLIENT);
        assertThat(list.getString("completeness.batches")).isEqualTo("0 of 12");

        JsonPath one = get("/api/v1/contacts/" + list.getString("items[0].id"))
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(one.getDouble("kpis.minutesByTeam")).isEqualTo(4 * 5 + 7 * 2.5 + 2 * 30);
        assertThat(one.getDouble("kpis.minutesByCustomer")).isEqualTo(7 * 5 + 4 * 2.5 + 30);
        assertThat(one.getList("mostContactedBy.address"))
                .containsExactly(PlayedIngestion.addressOf(ann), PlayedIngestion.addressOf(bob));
        assertThat(one.getList("health.explanation.terms")).isNotEmpty();
        assertThat(one.getString("health.grade")).isIn("GOOD", "FAIR", "POOR");
        assertThat(one.getString("asOf")).isNotNull();
    }

    @Test
    @Order(3)
    void whoKnowsWhomRanksTheStrongerTieFirst() {
        JsonPath known = get("/api/v1/contacts/" + idOf(CLIENT) + "/colleagues")
                .statusCode(200)
                .extract()
                .jsonPath();

        // A mail and a meeting, both from our side, are no acquaintance: Bob is below the threshold.
        assertThat(known.getList("colleagues.user")).containsExactly(ann.toString());
        get("/api/v1/contacts/" + idOf(CLIENT) + "/colleagues?limit=1").body("colleagues.size()", equalTo(1));
        get("/api/v1/contacts/AAAAAAAAAAAAAAAAAAAAAA/colleagues").statusCode(404);
        get("/api/v1/contacts/x").statusCode(404);
    }

    @Test
    @Order(4)
    void aQuestionAboutNobodyIsZeroAndABadOneIsAProblem() {
        query("{\"records\":[" + asked("outside.example", "") + "," + asked(OTHER_CLIENT, bob.toString()) + ","
                        + asked("nobody@nowhere.example", "") + "]}")
                .statusCode(200)
                .body("records.kpis.emailsSent", equalTo(List.of(5, 0, 0)))
                .body("records.key", equalTo(List.of("outside.example", OTHER_CLIENT, "nobody@nowhere.example")))
                .body("records[2].health.grade", equalTo("IN_PROGRESS"));
        for (String bad : List.of(
                "{}",
                "{\"records\":[]}",
                "{\"records\":[{\"key\":\"x\",\"theirs\":[]}]}",
                "{\"records\":[" + asked("a@b@c", "") + "]}",
                "{\"records\":[null]}",
                "{\"records\":[{\"theirs\":[\"a.example\"]}]}",
                "")) {
            query(bad).statusCode(400).contentType("application/problem+json");
        }
        query("[").statusCode(400);
        get("/api/v1/contacts?limit=0").statusCode(400);
        get("/api/v1/contacts?sort=size").statusCode(400);
    }

    @Test
    @Order(5)
    void whatIsSentAgainInAnyOrderOrOlderChangesNothing() {
        String before = checksum(epoch.te());
        LocalDate month = d0.minusMonths(1);
        send(epoch, 5, PlayedIngestion.unit(bob, month, d0, Folds.mail(CLIENT, month, d0.minusDays(9), 2, 2)));
        awaitConsumed();
        String after = checksum(epoch.te());
        assertThat(after).isNotEqualTo(before);
        List<SealedPart> again = new ArrayList<>(everything);
        again.addAll(everything);
        Collections.shuffle(again, new Random(7));
        // An older attempt that never came before, and the same content under a higher number.
        again.addAll(PlayedIngestion.seal(epoch, 3, PlayedIngestion.unit(bob, month, d0)));
        ingestion.send(again);
        awaitConsumed();

        assertThat(checksum(epoch.te())).isEqualTo(after);
    }

    @Test
    @Order(6)
    void recordsOfAnotherEpochOrTenantOrNoneChangeNothing() {
        String ours = checksum(epoch.te());
        String theirs = checksum(foreign.te());
        LocalDate month = d0.minusMonths(1);
        FoldedUnit planted = PlayedIngestion.unit(ann, month, d0, Folds.mail("planted@evil.example", month, d0, 1, 1));
        PlayedIngestion.Epoch unknown =
                new PlayedIngestion.Epoch(Platform.TENANT, 1, new Te(4711), epoch.cipher(), epoch.periods());
        PlayedIngestion.Epoch mixed =
                new PlayedIngestion.Epoch(Platform.TENANT, 1, foreign.te(), epoch.cipher(), epoch.periods());
        ingestion.send(PlayedIngestion.seal(unknown, 9, planted));
        ingestion.send(PlayedIngestion.seal(mixed, 9, planted));
        PlayedIngestion.seal(epoch, 9, planted).forEach(part -> {
            ingestion.send(
                    "moved",
                    part.toBuilder().setTe(foreign.te().value()).build().toByteArray());
            ingestion.send(
                    "renumbered", part.toBuilder().setRevision(10).build().toByteArray());
        });
        ingestion.send("noise", "no protobuf at all".getBytes(StandardCharsets.UTF_8));
        ingestion.send("empty", new byte[0]);
        awaitConsumed();

        assertThat(checksum(epoch.te())).isEqualTo(ours);
        assertThat(checksum(foreign.te())).isEqualTo(theirs);
        assertThat(count("SELECT count(*) FROM pg_class WHERE relname LIKE '%te_" + unknown.te() + "'"))
                .isZero();
        given().get("/q/metrics").then().body(containsString("rapport_interactions_dropped_total"));
    }

    /** What the chart's alerts and dashboard watch beside our own metrics. */
    @Test
    @Order(6)
    void everyMetricOfThePlatformThatIsWatchedIsThere() throws IOException {
        List<String> watched = Files.readAllLines(Path.of("../helm/src/test/resources/platform-metrics.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        String scraped = given().get("/q/metrics").asString();
        assertThat(watched)
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(scraped).containsPattern("(?m)^" + metric + "[{ ]"));
        assertThat(scraped)
                .contains("client_id=\"kafka-consumer-interactions")
                .containsPattern("http_server_requests_seconds_bucket\\{.*le=\"2.5\"");
    }

    @Test
    @Order(7)
    void aUnitInPartsAppearsOnlyWhenItIsWhole() {
        LocalDate month = d0.minusMonths(1);
        String before = checksum(epoch.te());
        List<SealedPart> parts = PlayedIngestion.seal(
                epoch,
                6,
                PlayedIngestion.unit(bob, month, d0, Folds.mail(CLIENT, month, d0.minusDays(9), 2, 2)),
                PlayedIngestion.unit(
                        bob, month, d0, Folds.mail("second@outside.example", month, d0.minusDays(8), 1, 1)));
        ingestion.send(List.of(parts.get(1)));
        awaitConsumed();
        assertThat(checksum(epoch.te())).isEqualTo(before);
        assertThat(count("SELECT count(*) FROM pending_part")).isOne();

        ingestion.send(parts);
        awaitConsumed();
        assertThat(contacts().extract().jsonPath().<String>getList("items.address"))
                .contains("second@outside.example");
        assertThat(count("SELECT count(*) FROM pending_part")).isZero();
    }

    @Test
    @Order(8)
    void whoSwitchesOffIsGoneFromEveryAnswerAndComesBackOnlyWithWhatIsReadAnew() {
        String id = idOf(CLIENT);
        ingestion.share(Platform.TENANT, ann, false);

        soon(() -> get("/api/v1/contacts/" + id + "/colleagues")
                .body("colleagues.user", equalTo(List.of(bob.toString()))));
        contacts().body("items.address.contains('" + OTHER_CLIENT + "')", equalTo(false));
        get("/api/v1/contacts/" + id).body("kpis.emailsReceived", equalTo(2));
        query("{\"records\":[" + asked(CLIENT, ann.toString()) + "]}").body("records[0].kpis.emailsSent", equalTo(0));
        ingestion.share(Platform.TENANT, ann, true);
        epoch = ingestion.now(epoch);
        LocalDate month = d0.minusMonths(1);
        LocalDate before = d0.minusMonths(2);
        send(epoch, 1, PlayedIngestion.unit(ann, before, month, Folds.mail(CLIENT, before, before, 0, 5)));
        awaitConsumed();
        // What was stored of her before is there still, and is not hers any more.
        soon(() -> get("/api/v1/contacts/" + id).body("kpis.emailsReceived", equalTo(2 + 5)));
        contacts().body("items.address.contains('" + OTHER_CLIENT + "')", equalTo(false));
        send(epoch, 1, PlayedIngestion.unit(ann, month, d0, Folds.mail(OTHER_CLIENT, month, d0.minusDays(1), 1, 0)));
        soon(() -> contacts().body("items.address.contains('" + OTHER_CLIENT + "')", equalTo(true)));
    }

    @Test
    @Order(9)
    void aSnapshotOfEachEpochIsSealedAndTakenAgainAfterADay() throws IOException {
        Path folder = Path.of(
                        platform.configFor(ServiceName.of("insights-service")).get("rapport.backup.dir"))
                .resolve(epoch.te().toString());
        await().atMost(SOON).until(() -> snapshots(folder).size() == 1);
        platform.clock().advance(Duration.ofHours(25));
        await().atMost(SOON).until(() -> snapshots(folder).size() == 2);

        for (Path file : snapshots(folder)) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .startsWith("RAPPORT1")
                    .doesNotContain("outside.example");
        }
    }

    @Test
    @Order(10)
    void aPurgeOfTheWrongTenantOrOfAnActiveEpochIsRefused() {
        String before = checksum(epoch.te());
        for (String step : List.of("FENCE", "DRAIN", "QUARANTINE", "DROP")) {
            assertThat(purge(step, epoch.te(), Platform.TENANT, 1).getBoolean("done"))
                    .isFalse();
            assertThat(purge(step, epoch.te(), Platform.OTHER_TENANT, 1).getBoolean("done"))
                    .isFalse();
        }

        assertThat(checksum(epoch.te())).isEqualTo(before);
        contacts().statusCode(200);
    }

    @Test
    @Order(11)
    void aWithdrawalHidesEverythingAndThePurgeLeavesNothing() {
        String theirs = checksum(foreign.te());
        ingestion.send(List.of(PlayedIngestion.seal(
                        epoch,
                        50,
                        PlayedIngestion.unit(ann, d0, d0.plusDays(1)),
                        PlayedIngestion.unit(ann, d0, d0.plusDays(1)))
                .getFirst()));
        awaitConsumed();
        String id = idOf(CLIENT);
        ingestion.withdraw(Platform.TENANT);
        soon(() -> contacts().statusCode(409));
        get("/api/v1/contacts/" + id).statusCode(409);
        get("/api/v1/contacts/" + id + "/colleagues").statusCode(409);
        query("{\"records\":[" + asked("outside.example", "") + "]}").statusCode(409);
        assertThat(purge("FENCE", epoch.te(), Platform.OTHER_TENANT, 1).getBoolean("done"))
                .isFalse();

        for (String step : List.of("FENCE", "FENCE", "DRAIN", "QUARANTINE", "QUARANTINE", "SHRED", "DROP", "DROP")) {
            JsonPath receipt = purge(step, epoch.te(), Platform.TENANT, 1);
            assertThat(receipt.getBoolean("done"))
                    .as(step + ": " + receipt.getString("detail"))
                    .isTrue();
        }
        assertThat(remains(epoch.te())).isNotEmpty().allMatch(count -> count == 0);
        ingestion.send(everything);
        awaitConsumed();
        assertThat(remains(epoch.te())).allMatch(count -> count == 0);
        assertThat(checksum(foreign.te())).isEqualTo(theirs);
        assertThat(remains(foreign.te())).anyMatch(count -> count > 0);
    }

    @Test
    @Order(12)
    void anEpochNeverHeardOfIsPurgedAtOnce() {
        Te never = new Te(99);
        for (String step : List.of("FENCE", "DRAIN", "QUARANTINE", "SHRED", "DROP")) {
            assertThat(purge(step, never, UUID.randomUUID(), 1).getBoolean("done"))
                    .isTrue();
        }
        assertThat(remains(never)).allMatch(count -> count == 0);
    }

    @Test
    @Order(13)
    void aNewConsentStartsEmptyAndAnOldPurgeDoesNotTouchIt() {
        PlayedIngestion.Epoch second = ingestion.grant(Platform.TENANT);
        soon(() -> contacts().statusCode(200).body("items.size()", equalTo(0)));
        LocalDate month = d0.minusMonths(1);
        ingestion.send(PlayedIngestion.seal(
                second,
                1,
                PlayedIngestion.unit(ann, month, d0, Folds.mail("new@outside.example", month, d0.minusDays(1), 1, 1))));
        awaitConsumed();
        assertThat(purge("DROP", epoch.te(), Platform.TENANT, 1).getBoolean("done"))
                .isTrue();

        contacts().body("items.address", equalTo(List.of("new@outside.example")));
    }

    @AfterAll
    static void end() {
        ingestion.close();
    }

    private static void send(PlayedIngestion.Epoch to, long revision, FoldedUnit unit) {
        List<SealedPart> parts = PlayedIngestion.seal(to, revision, unit);
        everything.addAll(parts);
        ingestion.send(parts);
    }

    private void awaitConsumed() {
        await().atMost(SOON)
                .until(() -> ingestion.sent().entrySet().stream()
                        .allMatch(entry ->
                                count("SELECT coalesce(max(next_offset), 0) FROM topic_offset WHERE partition = "
                                                + entry.getKey())
                                        >= entry.getValue()));
    }

    /** Of every row of the epoch that an answer could rest upon. */
    private String checksum(Te te) {
        return pool.query("SELECT md5(string_agg(e::text, '|' ORDER BY mailbox_id, contact_id, window_start)) AS sum"
                        + " FROM edge e WHERE te = " + te.value())
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString("sum");
    }

    private long count(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    private static List<Path> snapshots(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".snapshot")).toList();
        }
    }

    private JsonPath purge(String step, Te te, UUID tenant, int number) {
        return as(platform.tokens().service())
                .contentType("application/json")
                .body(Map.of(
                        "deletionCase",
                        te.toString(),
                        "te",
                        te.toString(),
                        "tenant",
                        tenant.toString(),
                        "epoch",
                        number,
                        "step",
                        step,
                        "owner",
                        "INSIGHTS",
                        "orderedAt",
                        "2026-01-01T00:00:00Z"))
                .post("/internal/purge-commands")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<Integer> remains(Te te) {
        return as(platform.tokens().service())
                .get("/internal/remains/" + te)
                .jsonPath()
                .getList("assets.count");
    }

    private String idOf(String address) {
        return contacts().extract().jsonPath().getString("items.find { it.address == '" + address + "' }.id");
    }

    private ValidatableResponse contacts() {
        return get("/api/v1/contacts");
    }

    private static String asked(String theirs, String ours) {
        return "{\"key\":\"" + theirs + "\",\"theirs\":[\"" + theirs + "\"]"
                + (ours.isEmpty() ? "" : ",\"ours\":[\"" + ours + "\"]") + "}";
    }

    private ValidatableResponse query(String body) {
        return as(platform.tokens().seller(Platform.TENANT))
                .contentType("application/json")
                .body(body)
                .post("/api/v1/relationships/query")
                .then();
    }

    private ValidatableResponse get(String path) {
        return as(platform.tokens().seller(Platform.TENANT)).get(path).then();
    }

    private static void soon(Callable<ValidatableResponse> answer) {
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
            var unused = answer.call();
        });
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }
}
