package io.rapport.insights;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.insights.snapshot.Restore;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An outside person's rights, and a restore that does not undo them. Told in order. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "insights-service"),
            @ResourceArg(name = "with", value = "consent-service")
        })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // filled by the platform and by earlier steps
class DataSubjectsIT {

    private static final String WANTS_OUT = "wants.out@fabrikam.example";
    private static final String LEAVES_ONCE = "leaves.once@fabrikam.example";
    private static final String STAYS = "stays@fabrikam.example";
    private static final Duration SOON = Duration.ofSeconds(60);

    private static PlayedIngestion ingestion;
    private static PlayedIngestion.Epoch epoch;
    private static UUID tenant;
    private static LocalDate d0;
    private static UUID ann;
    private static UUID bob;
    private static String before;

    Platform platform;
    ServiceProcess consent;

    @Inject
    Pool pool;

    @Inject
    Restore restore;

    @Test
    @Order(1)
    void whatIsHeldIsHandedOverWhoeverSharesAtTheMoment() throws IOException {
        ingestion = new PlayedIngestion(platform, consent.url());
        tenant = ingestion.newTenant();
        epoch = ingestion.grant(tenant);
        d0 = LocalDate.ofInstant(platform.clock().now(), ZoneOffset.UTC);
        ann = ingestion.sharing(tenant).getFirst();
        bob = ingestion.sharing(tenant).get(1);
        read(1);
        await().atMost(SOON).ignoreExceptions().until(() -> units() == 2);
        before = checksum();
        takeSnapshot();
        ingestion.share(tenant, bob, false);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> addresses().size() == 3
                        && seller().get("/api/v1/contacts?search=wants.out")
                                        .jsonPath()
                                        .getInt("items[0].emailsSent")
                                == 2);

        Response held = post("export", WANTS_OUT);
        assertThat(held.header("Content-Disposition")).contains("attachment");
        JsonPath json = held.jsonPath();
        assertThat(json.getBoolean("held")).isTrue();
        assertThat(json.getString("name")).isEqualTo("Name of " + WANTS_OUT);
        assertThat(json.getInt("kpis.emailsSent")).isEqualTo(2 + 5);
        assertThat(json.<String>getList("with.colleague")).containsExactlyInAnyOrder(ann.toString(), bob.toString());
        assertThat(json.getInt("with.find { it.colleague == '" + bob + "' }.days[0].emailsSent"))
                .isEqualTo(5);
        assertThat(post("export", "nobody@nowhere.example").jsonPath().getBoolean("held"))
                .isFalse();
        assertThat(post("export", "no address").statusCode()).isEqualTo(400);
        assertThat(as(platform.tokens().seller(tenant))
                        .contentType("application/json")
                        .body("{\"address\":\"" + WANTS_OUT + "\"}")
                        .post("/api/v1/data-subjects/export")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    @Order(2)
    void whoIsErasedIsGoneAndDoesNotComeBackWithTheNextRead() {
        String id = seller().get("/api/v1/contacts?search=wants.out").jsonPath().getString("items[0].id");
        Response erased = post("erasures", WANTS_OUT);
        assertThat(erased.statusCode()).isEqualTo(202);
        assertThat(erased.asString()).doesNotContain("wants.out");
        assertThat(erased.jsonPath().getBoolean("found")).isTrue();
        assertThat(erased.jsonPath().getInt("rows")).isEqualTo(3);

        seller().get("/api/v1/contacts/" + id).then().statusCode(404);
        assertThat(post("export", WANTS_OUT).jsonPath().getBoolean("held")).isFalse();
        assertThat(post("blocks/query", WANTS_OUT).jsonPath().getBoolean("blocked"))
                .isTrue();
        read(2);
        await().atMost(SOON).ignoreExceptions().until(() -> revision() == 2);
        assertThat(addresses()).containsExactlyInAnyOrder(LEAVES_ONCE, STAYS);
        given().get("/q/metrics").then().body(org.hamcrest.Matchers.containsString("reason=\"blocked\""));
        // Nor with what the CRM posts.
        as(platform.tokens().seller(tenant, ann))
                .contentType("application/json")
                .body("{\"activities\":[{\"id\":\"c\",\"kind\":\"CALL\",\"by\":\"US\",\"at\":\"" + d0 + "T00:00:00Z\","
                        + "\"minutes\":1,\"ours\":[\"" + ann + "\"],\"theirs\":[\"" + WANTS_OUT + "\"]}]}")
                .post("/api/v1/activities")
                .then()
                .statusCode(200)
                .body("leftOut", equalTo(1));
        assertThat(addresses()).doesNotContain(WANTS_OUT);
        // What purge-service is told: that, when and where, and afresh what is left.
        JsonPath told = as(platform.tokens().service())
                .get("/internal/erasures?since=2020-01-01T00:00:00Z")
                .jsonPath();
        String erasure = told.getString("find { it.tenant == '" + tenant + "' }.id");
        assertThat(as(platform.tokens().service())
                        .get("/internal/erasures/" + erasure + "/remains")
                        .jsonPath()
                        .<Integer>getList("assets.count"))
                .hasSize(5)
                .allMatch(count -> count == 0);
        admin().get("/internal/erasures?since=2020-01-01T00:00:00Z").then().statusCode(403);
        as(platform.tokens().service())
                .get("/internal/erasures/" + UUID.randomUUID() + "/remains")
                .then()
                .statusCode(404);
        // Erasing again finds nothing and says so; both stand in the list without a name.
        assertThat(post("erasures", WANTS_OUT).jsonPath().getBoolean("found")).isFalse();
        Response all = admin().get("/api/v1/data-subjects/erasures");
        assertThat(all.jsonPath().getList("id")).hasSize(2);
        assertThat(all.asString()).doesNotContain("@");
        as(platform.tokens().admin(Platform.TENANT))
                .get("/api/v1/data-subjects/erasures")
                .then()
                .body("size()", equalTo(0));
        assertThat(admin().get(erased.header("Location").replaceAll(".*(/api/)", "$1"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Order(3)
    void aRestoreBringsBackEverythingButThoseWhoAreBlocked() throws Exception {
        // The erasure asked for a fresh snapshot at once; the first one still holds the person.
        await().atMost(SOON).ignoreExceptions().until(() -> snapshots().size() >= 2);
        Path first = snapshots().getFirst();
        assertThat(refusal(first, false)).contains("--replace");
        pool.query("DELETE FROM edge WHERE te = " + epoch.te().value())
                .execute()
                .await()
                .indefinitely();

        Restore.Restored restored = restore.from(first, true);

        assertThat(restored.keptOut()).isEqualTo(1);
        assertThat(addresses()).containsExactlyInAnyOrder(LEAVES_ONCE, STAYS);
        assertThat(post("export", WANTS_OUT).jsonPath().getBoolean("held")).isFalse();
        // New people get numbers that are not taken.
        ingestion.send(PlayedIngestion.seal(
                epoch,
                1,
                PlayedIngestion.unit(ann, d0, d0.plusDays(1), Folds.mail("new@fabrikam.example", d0, d0, 1, 1))));
        await().atMost(SOON).ignoreExceptions().until(() -> addresses().contains("new@fabrikam.example"));
    }

    @Test
    @Order(4)
    void whoIsLetInAgainIsReadAgain() throws Exception {
        assertThat(post("blocks/remove", WANTS_OUT).jsonPath().getBoolean("blocked"))
                .isFalse();
        Path first = snapshots().getFirst();

        assertThat(restore.from(first, true).keptOut()).isZero();

        assertThat(checksum()).isEqualTo(before);
        assertThat(addresses()).contains(WANTS_OUT);
    }

    @Test
    @Order(5)
    void aSnapshotFromBeforeAnErasureWithoutABlockIsRefused() throws IOException {
        Path first = snapshots().getFirst();
        as(platform.tokens().admin(tenant))
                .contentType("application/json")
                .body("{\"address\":\"" + LEAVES_ONCE + "\",\"block\":false}")
                .post("/api/v1/data-subjects/erasures")
                .then()
                .statusCode(202)
                .body("found", equalTo(true))
                .body("blocked", equalTo(false));

        assertThat(refusal(first, true)).contains("erased");
        assertThat(addresses()).doesNotContain(LEAVES_ONCE);
    }

    @Test
    @Order(6)
    void aDamagedForeignOrClosedSnapshotIsRefusedAndChangesNothing() throws IOException {
        Path first = snapshots().getFirst();
        byte[] bytes = Files.readAllBytes(first);
        String now = checksum();
        Path damaged = Files.createTempFile("damaged", ".snapshot");
        byte[] changed = bytes.clone();
        changed[changed.length - 5] ^= 1;
        Files.write(damaged, changed);
        assertThat(refusal(damaged, true)).contains("damaged");
        Files.write(damaged, "nothing of the kind at all".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(refusal(damaged, true)).contains("no snapshot");
        assertThat(refusal(Path.of("/does/not/exist"), true)).contains("cannot be read");
        assertThat(checksum()).isEqualTo(now);

        ingestion.withdraw(tenant);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> seller().get("/api/v1/contacts").statusCode() == 409);
        assertThat(refusal(first, true)).contains("not open");
        assertThat(checksum()).isEqualTo(now);
        // An objection outlives consent.
        assertThat(post("blocks", WANTS_OUT).statusCode()).isEqualTo(200);
        assertThat(post("blocks/query", "Wants.Out@Fabrikam.example").jsonPath().getBoolean("blocked"))
                .isTrue();
        assertThat(post("export", WANTS_OUT).statusCode()).isEqualTo(409);
    }

    @AfterAll
    static void end() {
        ingestion.close();
    }

    private String refusal(Path file, boolean replace) {
        return catchThrowableOfType(Restore.Refused.class, () -> restore.from(file, replace))
                .why();
    }

    /** The same months again with one mail more, under a higher number. */
    private static void read(int revision) {
        LocalDate month = d0.minusMonths(1);
        ingestion.send(PlayedIngestion.seal(
                epoch,
                revision,
                PlayedIngestion.unit(
                        ann,
                        month,
                        d0,
                        Folds.mail(WANTS_OUT, month, d0.minusDays(2), 1 + revision, 1),
                        Folds.mail(LEAVES_ONCE, month, d0.minusDays(2), revision, 1),
                        Folds.mail(STAYS, month, d0.minusDays(2), revision, 2))));
        ingestion.send(PlayedIngestion.seal(
                epoch,
                revision,
                PlayedIngestion.unit(bob, month, d0, Folds.mail(WANTS_OUT, month, d0.minusDays(4), 4 + revision, 1))));
    }

    /** One that holds what has been stored by now: the epoch's first may be from before. */
    private void takeSnapshot() throws IOException {
        await().atMost(SOON).ignoreExceptions().until(() -> snapshots().size() == 1);
        Files.delete(snapshots().getFirst());
        pool.query("UPDATE epoch SET snapshot_at = NULL WHERE te = "
                        + epoch.te().value())
                .execute()
                .await()
                .indefinitely();
        await().atMost(SOON).ignoreExceptions().until(() -> snapshots().size() == 1);
    }

    private List<Path> snapshots() throws IOException {
        Path folder = Path.of(
                        platform.configFor(ServiceName.of("insights-service")).get("rapport.backup.dir"))
                .resolve(epoch.te().toString());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".snapshot"))
                    .sorted()
                    .toList();
        }
    }

    private String checksum() {
        return one("SELECT md5(string_agg(e::text, '|' ORDER BY mailbox_id, contact_id, window_start)) FROM edge e WHERE te = "
                        + epoch.te().value())
                .toString();
    }

    private long units() {
        return (Long) one("SELECT count(*) FROM unit WHERE te = " + epoch.te().value());
    }

    private long revision() {
        return (Long)
                one("SELECT min(revision) FROM unit WHERE te = " + epoch.te().value());
    }

    private Object one(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getValue(0);
    }

    private List<String> addresses() {
        return seller().get("/api/v1/contacts").jsonPath().getList("items.address");
    }

    private Response post(String what, String address) {
        return admin().contentType("application/json")
                .body("{\"address\":\"" + address + "\"}")
                .post("/api/v1/data-subjects/" + what);
    }

    private RequestSpecification seller() {
        return as(platform.tokens().seller(tenant));
    }

    private RequestSpecification admin() {
        return as(platform.tokens().admin(tenant));
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }
}
