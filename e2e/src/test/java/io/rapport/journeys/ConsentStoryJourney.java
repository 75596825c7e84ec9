package io.rapport.journeys;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.oneOf;

import io.rapport.contracts.consent.EpochKey;
import io.rapport.contracts.ids.Te;
import io.rapport.simulator.http.RequestLog;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** From no consent to a certificate that the last backup is gone, with a crash, an opt-out and a new consent between. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // made before all
class ConsentStoryJourney {

    private static final PlatformOptions SMALL = PlatformOptions.small().mail(10, 25, 7);

    private World world;
    private SimulatedTenant tenant;
    private Set<UUID> executives;
    private Set<UUID> shared;
    private String firstTe = "";
    private byte[] firstKey = {};
    private String secondTe = "";
    private String anAddress = "";

    @BeforeAll
    void start() {
        world = new World(SMALL);
        tenant = world.platform().simulator().tenant(Platform.TENANT);
        executives = tenant.transitiveMembers(tenant.groups().getFirst()).stream()
                .map(SimulatedUser::id)
                .collect(Collectors.toSet());
        shared = tenant.users().stream()
                .filter(user -> user.licensed() && user.mailbox() == SimulatedUser.MailboxKind.CLOUD)
                .map(SimulatedUser::id)
                .filter(id -> !executives.contains(id))
                .collect(Collectors.toSet());
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    @Order(1)
    void nothingIsShownBeforeConsent() {
        world.asSeller().get("/api/v1/contacts").then().statusCode(oneOf(409, 503));
    }

    @Test
    @Order(2)
    void aGrantIsFollowedByTwelveBatchesEvenIfIngestionCrashesMidway() {
        world.grant(List.of(tenant.groups().getFirst().id().toString()));
        firstTe = activeTe();
        await().atMost(World.PATIENCE)
                .until(() -> world.ingestion()
                                .getList("batches.findAll { it.emails > 0 }")
                                .size()
                        > 0);
        world.crash(ServiceName.INGESTION);
        world.restart(ServiceName.INGESTION);

        world.awaitTwelveBatches(1);
    }

    @Test
    @Order(3)
    void everyMessageOfTheYearIsAccountedFor() {
        JsonPath ingestion = world.ingestion();
        long within = 0;
        long total = 0;
        for (UUID user : shared) {
            within += tenant.mailbox(user)
                    .orElseThrow()
                    .between(yearStart(), yearEnd())
                    .size();
            total += tenant.mailbox(user).orElseThrow().messages().size();
        }

        assertThat(ingestion.getLong("counts.messages")).isEqualTo(within);
        assertThat(ingestion.getLong("outsideYear")).isEqualTo(total - within);
        long kinds = 0;
        for (String kind : List.of("interactions", "internal", "automated", "drafts", "meetingMail", "malformed")) {
            kinds += ingestion.getLong("counts." + kind);
        }
        assertThat(kinds).as("each message is of exactly one kind").isEqualTo(within);
        assertThat(ingestion.getList("unfinished.reason")).containsExactly("no-mailbox");
    }

    @Test
    @Order(4)
    void noExcludedMailboxWasEverAskedFor() {
        Set<String> excluded = executives.stream().map(UUID::toString).collect(Collectors.toSet());

        assertThat(world.platform().simulator().log().since(0))
                .filteredOn(request -> request.tenant().equals(Platform.TENANT))
                .extracting(RequestLog.Served::user)
                .doesNotContainAnyElementsOf(excluded)
                .isNotEmpty();
    }

    @Test
    @Order(5)
    void theAnswersEqualABruteForceRecomputationForEveryContact() {
        Map<String, BruteForce.Mail> expected = new BruteForce(tenant, yearStart(), yearEnd()).mailByContact(shared);

        await().atMost(World.PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> contacts().getInt("completeness.complete") == 12);

        JsonPath answer = contacts();
        Map<String, BruteForce.Mail> answered = new HashMap<>();
        for (int i = 0; i < answer.getList("items").size(); i++) {
            String contact = "items[" + i + "].";
            BruteForce.Mail mail = new BruteForce.Mail(
                    answer.getLong(contact + "emailsSent"), answer.getLong(contact + "emailsReceived"));
            if (mail.sent() + mail.received() > 0) {
                answered.put(answer.getString(contact + "address"), mail);
            }
        }
        assertThat(answered).isEqualTo(expected);
    }

    @Test
    @Order(6)
    void everyPairInEveryMonthEqualsTheBruteForceRecomputation() {
        Map<BruteForce.Pair, BruteForce.Mail> expected =
                new BruteForce(tenant, yearStart(), yearEnd()).mailByPairAndMonth(shared);
        List<String> contacts = contacts().getList("items.address");
        Map<BruteForce.Pair, BruteForce.Mail> answered = new HashMap<>();
        for (UUID person : shared) {
            JsonPath answer = world.relationships(person, contacts);
            for (int i = 0; i < contacts.size(); i++) {
                for (Map<String, Object> day : answer.<Map<String, Object>>getList("records[" + i + "].series.days")) {
                    BruteForce.Mail mail = new BruteForce.Mail(
                            Long.parseLong(String.valueOf(day.get("emailsSent"))),
                            Long.parseLong(String.valueOf(day.get("emailsReceived"))));
                    if (mail.sent() + mail.received() > 0) {
                        YearMonth month = YearMonth.from(LocalDate.parse(String.valueOf(day.get("from"))));
                        answered.merge(
                                new BruteForce.Pair(person, contacts.get(i), month),
                                mail,
                                (a, b) -> a.plus(b.sent(), b.received()));
                    }
                }
            }
        }
        assertThat(answered).isEqualTo(expected);
    }

    @Test
    @Order(7)
    void nobodysAddressLiesAnywhereInClear() {
        Set<String> addresses = new BruteForce(tenant, yearStart(), yearEnd())
                .mailByContact(shared).keySet().stream().limit(40).collect(Collectors.toSet());
        tenant.users().forEach(user -> addresses.add(user.userPrincipalName()));

        assertThat(new ForensicScan(addresses)
                        .findings(world.platform().directory().root()))
                .isEmpty();
    }

    @Test
    @Order(8)
    void whoSwitchesOffIsInNoAnswerWithinAMinuteAndIsReadAnewOnComingBack() {
        JsonPath busiest = contacts();
        String contact = busiest.getString("items[0].id");
        String colleague = colleagues(contact).getString("colleagues[0].user");

        world.switchSharing(UUID.fromString(colleague), false);

        // An answer that was being computed while sharing changed is refused with 503, and asked for again.
        await().atMost(World.HIDDEN_WITHIN).until(() -> {
            Response answer = world.asSeller().get("/api/v1/contacts/{id}/colleagues?limit=50", contact);
            return answer.statusCode() == 200
                    && !answer.jsonPath().getList("colleagues.user").contains(colleague);
        });
        world.switchSharing(UUID.fromString(colleague), true);
        // What was read before is not shown again: it is to be deleted. Everything is read anew.
        await().atMost(World.PATIENCE)
                .ignoreExceptions()
                .until(() -> contacts()
                        .<Map<String, Object>>getList("items")
                        .equals(busiest.<Map<String, Object>>getList("items")));
        await().atMost(World.PATIENCE).until(() -> !world.caseOf("MAILBOXES").isEmpty());
        String removal = world.caseOf("MAILBOXES");
        world.awaitCase(removal, "DROPPED");
        assertThat(world.deletionCase(removal).getString("cause")).isEqualTo("SWITCHED_OFF");
        assertThat(colleagues(contact).getList("colleagues.user")).contains(colleague);
    }

    @Test
    @Order(9)
    void anotherTenantSeesNothingOfThis() {
        String otherAdmin = world.platform().tokens().admin(Platform.OTHER_TENANT);
        String otherSeller = world.platform().tokens().seller(Platform.OTHER_TENANT);

        world.as(otherAdmin, ServiceName.CONSENT).get("/api/v1/consent").then().body("state", equalTo("NONE"));
        world.as(otherAdmin, ServiceName.INGESTION)
                .get("/api/v1/ingestion")
                .then()
                .body("state", equalTo("NONE"));
        world.as(otherSeller, ServiceName.INSIGHTS)
                .get("/api/v1/contacts")
                .then()
                .statusCode(409);
    }

    @Test
    @Order(10)
    void withoutConsentServiceNothingIsReadableOnceTheLeaseHasLapsed() {
        world.crash(ServiceName.CONSENT);
        await().atMost(World.HIDDEN_WITHIN)
                .until(() -> world.asSeller().get("/api/v1/contacts").statusCode() == 503);
        world.restart(ServiceName.CONSENT);
        await().atMost(World.HIDDEN_WITHIN)
                .until(() -> world.asSeller().get("/api/v1/contacts").statusCode() == 200);
    }

    @Test
    @Order(11)
    void withdrawalHidesEverythingWithinAMinuteAndStopsAllReading() {
        anAddress = contacts().getString("items[0].address");
        world.platform().backUpPostgres(baseBackup());
        firstKey = world.asService(ServiceName.CONSENT)
                .get("/internal/keys/{te}", firstTe)
                .then()
                .statusCode(200)
                .extract()
                .as(EpochKey.class)
                .key();
        JsonPath withdrawal = world.withdraw();
        assertThat(withdrawal.getString("deletionCase")).isEqualTo(firstTe);

        await().atMost(World.HIDDEN_WITHIN)
                .until(() -> world.asSeller().get("/api/v1/contacts").statusCode() != 200);
        long seen = world.platform().simulator().log().since(0).stream()
                .filter(request -> request.kind().startsWith("messages"))
                .count();
        world.awaitCase(firstTe, "BACKUPS_PENDING");
        assertThat(world.platform().simulator().log().since(0).stream()
                        .filter(request -> request.kind().startsWith("messages"))
                        .count())
                .as("no mailbox is asked for after the withdrawal")
                .isEqualTo(seen);
        assertThat(refusedAfter())
                .as("seconds from withdrawal to the first read refused, as SREs see it")
                .isBetween(0.0, 60.0);
    }

    private double refusedAfter() {
        return given().baseUri(world.platform().url(ServiceName.INSIGHTS).toString())
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("rapport_consent_propagation_seconds_sum"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .filter(seconds -> seconds > 0)
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    @Order(12)
    void theFirstCertificateHoldsAndNamesEveryAssetAsEmpty() {
        JsonPath statement = verified(world.certificate(firstTe, "app"));

        assertThat(statement.getString("stage")).isEqualTo("APP");
        assertThat(statement.getString("key")).isEqualTo("KEY_DESTROYED");
        assertThat(statement.<Integer>getList("assets.after")).containsOnly(0);
        assertThat(statement.<String>getList("assets.asset"))
                .contains("consent.key", "ingestion.unit", "kafka.rapport.interactions");
        assertThat(statement.getString("assets.find { it.asset == 'consent.key' }.note"))
                .isEqualTo("SHA-256 of the key: " + EpochKey.fingerprint(firstKey));
        assertThat(world.deletionCase(firstTe).<String>getList("events.digest"))
                .as("the history that is shown is the one that was signed")
                .containsSubsequence(statement.getList("history.digest"));
        assertThat(Instant.parse(statement.getString("verifiedAt")))
                .isBefore(Instant.parse(statement.getString("deadline")));
        world.asService(ServiceName.CONSENT)
                .get("/internal/keys/{te}", firstTe)
                .then()
                .statusCode(410);
    }

    @Test
    @Order(13)
    void aDatabaseRestoredFromBeforeTheWithdrawalShowsNothingAndForgetsWhatItBroughtBack() throws Exception {
        assertThat(RestoredDatabase.filesWith(baseBackup(), anAddress))
                .as("in clear")
                .isEmpty();
        Path copy = RestoredDatabase.copy(baseBackup());
        try (RestoredDatabase restored = RestoredDatabase.start(world.platform(), copy)) {
            assertThat(restored.tablesOf(firstTe)).as("brought back").isNotEmpty();
            try (ServiceProcess insights = restored.insights()) {
                assertThat(restored.tablesOf(firstTe)).as("after the replay").isEmpty();
                given().baseUri(insights.url().toString())
                        .auth()
                        .oauth2(world.platform().tokens().seller(Platform.TENANT))
                        .get("/api/v1/contacts")
                        .then()
                        .statusCode(409);
            }
        }
        assertThat(world.deletionCase(firstTe).getString("waitingFor")).isNotEmpty();
    }

    /** Taken before the withdrawal, of all databases. */
    private Path baseBackup() {
        return world.platform().directory().baseBackups().resolve("before-the-withdrawal");
    }

    @Test
    @Order(14)
    void aNewConsentStartsAfreshAndTheOldPurgeDoesNotTouchIt() {
        world.grant(List.of());
        secondTe = activeTe();
        assertThat(secondTe).isNotEqualTo(firstTe);
        world.awaitTwelveBatches(2);
        await().atMost(World.PATIENCE).until(() -> contacts().getInt("completeness.complete") == 12);

        world.platform().clock().advance(Duration.ofDays(17));
        world.awaitCase(firstTe, "BACKUPS_VERIFIED");
        assertThat(baseBackup()).doesNotExist();

        JsonPath statement = verified(world.certificate(firstTe, "backup"));
        assertThat(statement.getString("stage")).isEqualTo("BACKUP");
        assertThat(statement.getInt("chain.position")).isGreaterThan(1);
        assertThat(contacts().getList("items")).isNotEmpty();
        world.asService(ServiceName.CONSENT)
                .get("/internal/keys/{te}", secondTe)
                .then()
                .statusCode(200);
    }

    @Test
    @Order(15)
    void anOutsidePersonIsErasedFromAnEpochThatGoesOnAndThatIsCertifiedToo() {
        JsonPath before = contacts();
        String address = before.getString("items[0].address");
        String id = before.getString("items[0].id");

        String erasure = world.erase(address);

        world.asSeller().get("/api/v1/contacts/{id}", id).then().statusCode(404);
        assertThat(contacts().<String>getList("items.address")).isNotEmpty().doesNotContain(address);
        // Kafka may still hold the person in sealed records for as long as it keeps any.
        world.awaitWaitingFor(erasure, "Kafka");
        world.platform().clock().advance(Duration.ofHours(9));
        world.awaitCase(erasure, "BACKUPS_PENDING");
        JsonPath statement = verified(world.certificate(erasure, "app"));
        assertThat(statement.getString("kind")).isEqualTo("PERSON");
        assertThat(statement.<Integer>getList("assets.after")).containsOnly(0);
        assertThat(statement.prettify()).doesNotContain(address);
        world.platform().clock().advance(Duration.ofDays(16));
        world.awaitCase(erasure, "BACKUPS_VERIFIED");
        assertThat(world.deletionCase(erasure).getString("backup.breachedAt")).isNull();
        assertThat(contacts().<String>getList("items.address")).isNotEmpty().doesNotContain(address);
    }

    @Test
    @Order(16)
    void whoIsExcludedIsDeletedFromAnEpochThatGoesOnAndThatIsCertifiedToo() {
        List<UUID> people = sharing();
        UUID leaver = people.getFirst();
        world.awaitSnapshot(secondTe);
        world.switchSharing(leaver, false);
        await().atMost(World.PATIENCE)
                .until(() -> !world.caseOf("MAILBOXES", secondTe).isEmpty());
        String removal = world.caseOf("MAILBOXES", secondTe);

        // From here on Kafka lets go of what it holds of them; if no day was read since the last time, it holds
        // nothing.
        world.awaitCase(removal, "TOPIC_MARKED");
        world.platform().clock().advance(Duration.ofHours(9));
        world.awaitCase(removal, "BACKUPS_PENDING");
        JsonPath statement = verified(world.certificate(removal, "app"));
        assertThat(statement.getString("kind")).isEqualTo("MAILBOXES");
        assertThat(statement.getInt("mailboxes")).isOne();
        assertThat(statement.getInt("assets.find { it.asset == 'insights.edge' }.before"))
                .isPositive();
        assertThat(statement.<Integer>getList("assets.after")).containsOnly(0);
        assertThat(statement.<String>getList("history.state"))
                .startsWith("OPENED", "FENCED")
                .contains("APP_VERIFIED");
        assertThat(statement.prettify()).doesNotContain(leaver.toString());
        world.platform().clock().advance(Duration.ofDays(16));
        world.awaitCase(removal, "BACKUPS_VERIFIED");
        assertThat(verified(world.certificate(removal, "backup")).getInt("assets[0].before"))
                .isPositive();
    }

    private List<UUID> sharing() {
        return world
                .asService(ServiceName.CONSENT)
                .get("/internal/consent-state?since=0")
                .jsonPath()
                .<String>getList("sharing.findAll { it.shared && it.tenant == '" + Platform.TENANT + "' }.user")
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    @Test
    @Order(17)
    void aSnapshotIsBroughtBackByACommandOfItsOwn() throws Exception {
        world.awaitSnapshot(secondTe);
        List<Map<String, Object>> before = contacts().getList("items");
        assertThat(before).isNotEmpty();
        world.crash(ServiceName.INSIGHTS);
        world.execute(
                ServiceName.INSIGHTS,
                "DELETE FROM edge WHERE te = " + Te.of(secondTe).value());

        assertThat(world.run(ServiceName.INSIGHTS, "restore")).isEqualTo(2);
        assertThat(world.run(
                        ServiceName.INSIGHTS,
                        "restore",
                        world.newestSnapshot(secondTe).toString()))
                .as("what is there is not replaced unasked")
                .isEqualTo(1);
        assertThat(world.run(
                        ServiceName.INSIGHTS,
                        "restore",
                        world.newestSnapshot(secondTe).toString(),
                        "--replace"))
                .isZero();

        world.restart(ServiceName.INSIGHTS);
        await().atMost(World.PATIENCE)
                .untilAsserted(() -> assertThat(contacts().<Map<String, Object>>getList("items"))
                        .isEqualTo(before));
    }

    @Test
    @Order(18)
    void withdrawalIsEnforcedWhilePurgeServiceIsAwayAndTheCaseIsOpenedWhenItComesBack() throws Exception {
        world.awaitSnapshot(secondTe);
        world.crash(ServiceName.PURGE);
        world.withdraw();
        await().atMost(World.HIDDEN_WITHIN)
                .until(() -> world.asSeller().get("/api/v1/contacts").statusCode() != 200);
        world.restart(ServiceName.PURGE);

        assertThat(world.run(
                        ServiceName.INSIGHTS,
                        "restore",
                        world.newestSnapshot(secondTe).toString(),
                        "--replace"))
                .as("a withdrawn epoch does not come back")
                .isEqualTo(1);
        world.awaitCase(secondTe, "BACKUPS_PENDING");
        JsonPath remembered = world.deletionCase(secondTe);
        assertThat(remembered.getString("app.verifiedAt")).isNotNull();
        assertThat(remembered.getString("app.breachedAt")).isNull();
    }

    @Test
    @Order(19)
    void aLegalHoldSuspendsDeletionButNeverTheClock() {
        world.hold(secondTe, "claim 4711").then().statusCode(200).body("hold.reason", equalTo("claim 4711"));
        world.platform().clock().advance(Duration.ofDays(20));

        await().atMost(World.PATIENCE)
                .until(() ->
                        world.deletionCase(secondTe).getString("backup.risk").equals("AT_RISK"));
        assertThat(world.deletionCase(secondTe).getString("state")).isEqualTo("BACKUPS_PENDING");
        await().atMost(World.PATIENCE)
                .until(() ->
                        world.deletionCase(secondTe).getString("waitingFor").contains("legal hold"));
        assertThat(world.snapshots(secondTe)).as("none expires on hold").isNotEmpty();
        assertThat(world.deletionCase(secondTe).getString("events.find { it.event == 'HELD' }.detail"))
                .contains("claim 4711");
        String seenByOperators = world.as(world.platform().tokens().ops(Platform.TENANT), ServiceName.PURGE)
                .get("/api/v1/deletion-cases/{id}", secondTe)
                .then()
                .body("hold.since", notNullValue())
                .extract()
                .asString();
        assertThat(seenByOperators).doesNotContain("claim");
        world.as(world.platform().tokens().ops(Platform.TENANT), ServiceName.PURGE)
                .delete("/api/v1/deletion-cases/{id}/hold", secondTe)
                .then()
                .statusCode(403);

        world.asAdmin(ServiceName.PURGE)
                .delete("/api/v1/deletion-cases/{id}/hold", secondTe)
                .then()
                .statusCode(200);
        world.awaitCase(secondTe, "BACKUPS_VERIFIED");
        assertThat(world.deletionCase(secondTe).getString("backup.breachedAt")).isNull();
        assertThat(world.deletionCase(secondTe).getString("backup.risk")).isEqualTo("MET");
        world.hold(secondTe, "too late").then().statusCode(409);
    }

    @Test
    @Order(20)
    void aMissedDeadlineStaysMissed() {
        world.grant(List.of());
        String thirdTe = activeTe();
        world.awaitTwelveBatches(3);
        world.awaitSnapshot(thirdTe);
        world.withdraw();
        world.awaitCase(thirdTe, "BACKUPS_PENDING");
        world.hold(thirdTe, "held for too long").then().statusCode(200);
        world.platform().clock().advance(Duration.ofDays(31));
        await().atMost(World.PATIENCE).until(() -> world.deletionCase(thirdTe).getString("backup.breachedAt") != null);
        world.asAdmin(ServiceName.PURGE)
                .delete("/api/v1/deletion-cases/{id}/hold", thirdTe)
                .then()
                .statusCode(200);
        world.awaitCase(thirdTe, "BACKUPS_VERIFIED");

        assertThat(world.deletionCase(thirdTe).getString("backup.risk")).isEqualTo("BREACHED");
        assertThat(verified(world.certificate(thirdTe, "backup")).getString("breachedAt"))
                .isNotNull();
    }

    private JsonPath contacts() {
        return world.asSeller()
                .get("/api/v1/contacts?limit=200")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .extract()
                .jsonPath();
    }

    private JsonPath colleagues(String contact) {
        return world.asSeller()
                .get("/api/v1/contacts/{id}/colleagues?limit=50", contact)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Checked by the service's public endpoint; a changed byte must fail. */
    private JsonPath verified(String certificate) {
        JsonPath verdict = verdict(certificate);
        assertThat(verdict.getBoolean("valid")).isTrue();
        int middle = certificate.indexOf('.') + 10;
        char other = certificate.charAt(middle) == 'A' ? 'B' : 'A';
        assertThat(verdict(certificate.substring(0, middle) + other + certificate.substring(middle + 1))
                        .getBoolean("valid"))
                .isFalse();
        String payload = certificate.split("\\.")[1];
        return JsonPath.from(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    private JsonPath verdict(String certificate) {
        return given().baseUri(world.platform().url(ServiceName.PURGE).toString())
                .contentType("text/plain")
                .body(certificate)
                .post("/api/v1/certificates/verify")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private String activeTe() {
        return world.asService(ServiceName.CONSENT)
                .get("/internal/consent-state?since=0")
                .jsonPath()
                .getString("consents.find { it.phase == 'ACTIVE' && it.tenant == '" + Platform.TENANT + "' }.te");
    }

    private Instant yearEnd() {
        return grantDay().atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private Instant yearStart() {
        return grantDay().minusYears(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private LocalDate grantDay() {
        return LocalDate.ofInstant(Instant.parse(world.consent().getString("grantedAt")), ZoneOffset.UTC);
    }
}
