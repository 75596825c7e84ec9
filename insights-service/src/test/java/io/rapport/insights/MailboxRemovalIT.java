package io.rapport.insights;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.insights.snapshot.Restore;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import io.restassured.path.json.JsonPath;
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
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A mailbox leaves an epoch that goes on: everything of it goes, whom only it knew too, and nothing of it comes back. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "insights-service"),
            @ResourceArg(name = "with", value = "consent-service")
        })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // filled by the platform and by earlier steps
class MailboxRemovalIT {

    private static final String SHARED = "known.to.both@fabrikam.example";
    private static final String ONLY_BOBS = "known.to.bob@fabrikam.example";
    private static final Duration SOON = Duration.ofSeconds(60);

    private static PlayedIngestion ingestion;
    private static PlayedIngestion.Epoch first;
    private static PlayedIngestion.Epoch second;
    private static String removal;
    private static UUID tenant;
    private static LocalDate d0;
    private static UUID ann;
    private static UUID bob;

    Platform platform;
    ServiceProcess consent;

    @Inject
    Pool pool;

    @Inject
    Restore restore;

    @Test
    @Order(1)
    void someoneSwitchesOffAndOnAgain() throws IOException {
        ingestion = new PlayedIngestion(platform, consent.url());
        tenant = ingestion.newTenant();
        first = ingestion.grant(tenant);
        d0 = LocalDate.ofInstant(platform.clock().now(), ZoneOffset.UTC);
        ann = ingestion.sharing(tenant).getFirst();
        bob = ingestion.sharing(tenant).get(1);
        LocalDate month = d0.minusMonths(1);
        send(first, 1, PlayedIngestion.unit(ann, month, d0, Folds.mail(SHARED, month, d0.minusDays(2), 3, 1)));
        send(
                first,
                1,
                PlayedIngestion.unit(
                        bob,
                        month,
                        d0,
                        Folds.mail(SHARED, month, d0.minusDays(3), 5, 1),
                        Folds.mail(ONLY_BOBS, month, d0.minusDays(3), 5, 1)));
        // The first part of two, which waits for the other.
        LocalDate before = d0.minusMonths(2);
        FoldedUnit half = PlayedIngestion.unit(bob, before, month, Folds.mail(ONLY_BOBS, before, before, 1, 1));
        ingestion.send(List.of(PlayedIngestion.seal(first, 1, half, half).getFirst()));
        await().atMost(SOON).ignoreExceptions().until(() -> addresses().size() == 2 && count("pending_part") == 1);
        takeSnapshot();

        ingestion.share(tenant, bob, false);
        ingestion.share(tenant, bob, true);
        second = ingestion.now(first);
        removal = given().auth()
                .oauth2(platform.tokens().service())
                .get(consent.url() + "/internal/removals?since=2020-01-01T00:00:00Z")
                .jsonPath()
                .getString("find { it.tenant == '" + tenant + "' }.id");
        send(second, 1, PlayedIngestion.unit(bob, month, d0, Folds.mail(SHARED, month, d0.minusDays(3), 7, 1)));

        await().atMost(SOON).ignoreExceptions().until(() -> sentTo(SHARED) == 3 + 7);
        assertThat(addresses()).containsExactly(SHARED);
    }

    @Test
    @Order(2)
    void onceFencedNothingOfTheEndedPeriodIsWritten() {
        assertThat(order("FENCE").getBoolean("done")).isTrue();
        LocalDate month = d0.minusMonths(1);
        long before = count("edge");

        send(first, 9, PlayedIngestion.unit(bob, month, d0, Folds.mail("late@fabrikam.example", month, d0, 1, 1)));
        send(second, 2, PlayedIngestion.unit(bob, month, d0, Folds.mail(SHARED, month, d0.minusDays(3), 8, 1)));

        await().atMost(SOON).ignoreExceptions().until(() -> sentTo(SHARED) == 3 + 8);
        assertThat(count("edge")).isEqualTo(before);
        given().get("/q/metrics").then().body(org.hamcrest.Matchers.containsString("reason=\"sharing_ended\""));
    }

    @Test
    @Order(3)
    void theMailboxGoesWithWhomOnlyItKnewAndTheNewPeriodStays() {
        assertThat(remains()).anyMatch(count -> count > 0);
        for (String step : List.of("DRAIN", "QUARANTINE", "SHRED", "DROP")) {
            assertThat(order(step).getBoolean("done")).as(step).isTrue();
        }

        assertThat(remains()).hasSize(6).allMatch(count -> count == 0);
        assertThat(count("pending_part")).isZero();
        assertThat(count("contact")).isOne();
        assertThat(count("edge")).isEqualTo(2);
        assertThat(sentTo(SHARED)).isEqualTo(3 + 8);
        // Again, as after a receipt that was lost: nothing more happens.
        assertThat(order("DROP").getList("assets.count", Integer.class)).allMatch(count -> count == 0);
        assertThat(sentTo(SHARED)).isEqualTo(3 + 8);
    }

    @Test
    @Order(4)
    void aRestoreLeavesTheEndedPeriodOutAndSparesNobodyElse() throws Exception {
        await().atMost(SOON).ignoreExceptions().until(() -> snapshots().size() == 2);

        restore.from(snapshots().getFirst(), true);

        assertThat(remains()).allMatch(count -> count == 0);
        assertThat(addresses()).containsExactly(SHARED);
        assertThat(sentTo(SHARED)).isEqualTo(3);
        assertThat(count("contact")).isOne();
    }

    @Test
    @Order(5)
    void anotherTenantsCommandIsRefused() {
        assertThat(order("FENCE", Platform.OTHER_TENANT).getBoolean("done")).isFalse();
    }

    @AfterAll
    static void end() {
        ingestion.close();
    }

    private static void send(PlayedIngestion.Epoch epoch, int revision, FoldedUnit unit) {
        ingestion.send(PlayedIngestion.seal(epoch, revision, unit));
    }

    private JsonPath order(String step) {
        return order(step, tenant);
    }

    private JsonPath order(String step, UUID of) {
        return as(platform.tokens().service())
                .contentType("application/json")
                .body(Map.of(
                        "deletionCase",
                        removal,
                        "kind",
                        "MAILBOXES",
                        "te",
                        first.te().toString(),
                        "tenant",
                        of.toString(),
                        "epoch",
                        1,
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

    private List<Integer> remains() {
        return as(platform.tokens().service())
                .get("/internal/remains/" + first.te() + "/removals/" + removal)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("assets.count");
    }

    private int sentTo(String address) {
        return seller().get("/api/v1/contacts?search=" + address).jsonPath().getInt("items[0].emailsSent");
    }

    private List<String> addresses() {
        return seller().get("/api/v1/contacts").jsonPath().getList("items.address");
    }

    private long count(String table) {
        return (Long) pool.query("SELECT count(*) FROM " + table + " WHERE te = "
                        + first.te().value())
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getValue(0);
    }

    /** One that holds what has been stored by now: the epoch's first may be from before. */
    private void takeSnapshot() throws IOException {
        await().atMost(SOON).ignoreExceptions().until(() -> snapshots().size() == 1);
        Files.delete(snapshots().getFirst());
        pool.query("UPDATE epoch SET snapshot_at = NULL WHERE te = "
                        + first.te().value())
                .execute()
                .await()
                .indefinitely();
        await().atMost(SOON).ignoreExceptions().until(() -> snapshots().size() == 1);
    }

    private List<Path> snapshots() throws IOException {
        Path folder = Path.of(
                        platform.configFor(ServiceName.of("insights-service")).get("rapport.backup.dir"))
                .resolve(first.te().toString());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".snapshot"))
                    .sorted()
                    .toList();
        }
    }

    private RequestSpecification seller() {
        return as(platform.tokens().seller(tenant));
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }
}
