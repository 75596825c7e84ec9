package io.rapport.ingestion.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.ingestion.batch.Batches;
import io.rapport.ingestion.batch.Share;
import io.rapport.ingestion.batch.Units;
import io.rapport.ingestion.fetch.Halt;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.simulator.http.Faults;
import io.rapport.simulator.http.RequestLog;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One claim takes many mailboxes, to count them and then to read them. This test is the lane. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "ingestion-service"),
            @ResourceArg(name = "with", value = "consent-service"),
            @ResourceArg(name = "mailboxes", value = "8"),
            @ResourceArg(name = "emailsPerMonth", value = "30")
        })
@TestProfile(TurnsIT.NoRuns.class)
@SuppressWarnings("NullAway.Init") // filled by the platform, the container and before each
class TurnsIT {

    /** So that nobody else claims anything. */
    public static class NoRuns implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rapport.ingestion.runs", "off");
        }
    }

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MANY = 16;

    Platform platform;

    @Inject
    ConsentGate gate;

    @Inject
    Batches batches;

    @Inject
    Units units;

    @Inject
    Lanes lanes;

    @Inject
    Worker worker;

    @Inject
    DataSource database;

    private ReadTenant tenant;
    private ConsentState consent;
    private Worker.Run run;
    private List<Units.Claim> claims;

    /** How a unit of the newest month stands in the database. */
    private record Standing(
            String state, String reason, boolean counted, long expected, boolean owned, boolean waits, int attempts) {

        static Standing open(boolean counted, long expected) {
            return new Standing("OPEN", "", counted, expected, false, false, 0);
        }
    }

    /** With a claim of its newest month. */
    @BeforeEach
    void aPlannedTenant() {
        tenant = new ReadTenant(platform, 6, 10, Duration.ZERO);
        tenant.grant();
        long granted = System.nanoTime();
        TenantId id = new TenantId(tenant.id());
        consent = await().atMost(PATIENCE)
                .until(
                        () -> gate.epochs().stream()
                                .filter(known ->
                                        known.tenant().equals(id) && gate.reads(known.te()) && gate.heardSince(granted))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        batches.plan(consent).await().indefinitely();
        batches.include(consent.te(), gate.sharing(id)).await().indefinitely();
        run = lanes.prepare(consent);
        claims = claim(MANY);
        assertThat(claims).hasSizeGreaterThan(4);
    }

    @Test
    void oneClaimTakesTheMailboxesOfTheNewestMonthAndNobodyElseGetsThem() {
        assertThat(claims).extracting(Units.Claim::number).containsOnly(1);
        assertThat(claims.stream().map(Units.Claim::user)).doesNotHaveDuplicates();
        assertThat(claim(MANY)).as("in no other month either").isEmpty();
        assertThat(units.claimToRead(consent.te(), Share.WHOLE, MANY).await().indefinitely())
                .as("nothing is read that is not counted")
                .isEmpty();
    }

    @Test
    void theyAreCountedAndGivenBack() {
        worker.count(run, claims);

        Map<UserId, Standing> standings = standings();
        for (Units.Claim claim : mailboxes()) {
            assertThat(standings.get(claim.user())).isEqualTo(Standing.open(true, held(claim)));
        }
        assertThat(mailboxes().stream().mapToLong(this::held).sum()).isPositive();
        assertThat(claim(MANY)).extracting(Units.Claim::number).containsOnly(2);
    }

    @Test
    void aClaimTakesNoMoreThanItIsAskedTo() {
        units.released(claims).await().indefinitely();

        List<Units.Claim> two = claim(2);
        List<Units.Claim> others = claim(MANY);

        assertThat(two).hasSize(2);
        assertThat(others)
                .hasSize(claims.size() - 2)
                .extracting(Units.Claim::user)
                .doesNotContainAnyElementsOf(two.stream().map(Units.Claim::user).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "403, ErrorAccessDenied, SKIPPED, access-denied, false",
        "400, ErrorInvalidProperty, OPEN, refused-request, true"
    })
    void aMailboxThatCannotBeCountedCostsNoOtherItsCount(
            int status, String code, String state, String reason, boolean waits) {
        Units.Claim failing = mailboxes().get(1);
        fault(Faults.Fault.code(countOf(failing), 1, status, code));

        worker.count(run, claims);

        Map<UserId, Standing> standings = standings();
        assertThat(standings.remove(failing.user())).isEqualTo(new Standing(state, reason, false, 0, false, waits, 1));
        assertAllCountedOf(standings);
    }

    @Test
    void aMailboxThatMustWaitWaitsAlone() {
        Units.Claim before = mailboxes().getFirst();
        Units.Claim slow = mailboxes().get(1);
        fault(new Faults.Fault(countOf(slow), 1, Faults.Mode.STATUS, 429, "8"));

        CompletableFuture<Void> lane = CompletableFuture.runAsync(() -> worker.count(run, claims));
        await().atMost(PATIENCE)
                .until(() -> standings().entrySet().stream()
                        .allMatch(
                                unit -> unit.getValue().owned() == unit.getKey().equals(slow.user())));

        assertThat(lane).as("it waits").isNotDone();
        assertThat(standings().get(before.user()))
                .as("what was counted before is written")
                .isEqualTo(Standing.open(true, held(before)));
        List<Units.Claim> given = claim(MANY);
        worker.count(run, given);
        assertThat(given).extracting(Units.Claim::user).doesNotContain(slow.user());
        await().atMost(PATIENCE).until(lane::isDone);
        assertAllCountedOf(standings());
    }

    @Test
    void whoOptsOutMeanwhileIsNotAskedFor() {
        Units.Claim leaving = mailboxes().get(1);
        tenant.optOut(leaving.user().value());
        await().atMost(PATIENCE)
                .until(() -> gate.period(consent.tenant(), leaving.user()).isEmpty());

        worker.count(run, claims);

        assertThat(counted()).doesNotContain(leaving.user().toString());
        Map<UserId, Standing> standings = standings();
        assertThat(standings.remove(leaving.user()))
                .isEqualTo(new Standing("SKIPPED", "sharing-off", false, 0, false, false, 1));
        assertAllCountedOf(standings);
    }

    @Test
    void nothingIsAskedForAfterAWithdrawal() {
        tenant.withdraw();
        await().atMost(PATIENCE).until(() -> !gate.reads(consent.te()));

        assertThatThrownBy(() -> worker.count(run, claims)).isInstanceOf(Halt.GateClosed.class);

        assertThat(counted()).isEmpty();
        assertThat(standings().values()).as("they are given back").containsOnly(Standing.open(false, 0));
    }

    @Test
    void aWithdrawalWhileOneWaitsEndsItAndAllThatFollow() {
        Units.Claim slow = mailboxes().getFirst();
        fault(new Faults.Fault(countOf(slow), 1, Faults.Mode.STATUS, 429, "300"));
        CompletableFuture<Void> lane = CompletableFuture.runAsync(() -> worker.count(run, claims));
        await().atMost(PATIENCE).until(() -> counted().contains(slow.user().toString()));

        tenant.withdraw();

        await().atMost(Duration.ofSeconds(60)).until(lane::isDone);
        assertThat(lane).failsWithin(Duration.ZERO);
        assertThat(standings().values()).extracting(Standing::owned).containsOnly(false);
    }

    @Test
    void lanesThatClaimAtTheSameMomentCountEveryUnitOnce() {
        Map<UserId, Long> many = IntStream.range(0, 150)
                .mapToObj(i -> new UserId(UUID.randomUUID()))
                .collect(Collectors.toMap(user -> user, user -> 1L));
        batches.include(consent.te(), many).await().indefinitely();
        String theirs = "te = " + consent.te().value() + " AND period = 1";

        List<CompletableFuture<Void>> counting = IntStream.range(0, 8)
                .mapToObj(lane -> CompletableFuture.runAsync(
                        () -> {
                            while (number(theirs + " AND NOT counted") > 0) {
                                Map<Units.Claim, Long> counts =
                                        claim(MANY).stream().collect(Collectors.toMap(claim -> claim, claim -> 7L));
                                units.renewClaims().await().indefinitely();
                                units.counted(consent, counts).await().indefinitely();
                                counts.keySet().forEach(units::letGo);
                            }
                        },
                        Thread::startVirtualThread))
                .toList();

        counting.forEach(lane -> assertThat(lane).succeedsWithin(PATIENCE));
        assertThat(number(theirs + " AND counted AND expected = 7 AND revision = 1 AND attempts = 0 AND owner IS NULL"))
                .isEqualTo(12L * many.size());
    }

    @Test
    void theyAreReadAndCheckpointedOneAfterTheOther() {
        List<Units.Claim> reading = claimCounted();

        worker.read(run, reading);

        assertThat(reading)
                .extracting(Units.Claim::user)
                .containsExactlyInAnyOrderElementsOf(
                        mailboxes().stream().map(Units.Claim::user).toList());
        assertThat(standings().values())
                .extracting(Standing::state)
                .containsOnly("DONE", "SKIPPED")
                .contains("DONE");
        assertThat(standings().values()).extracting(Standing::owned).containsOnly(false);
    }

    @Test
    void whoMustWaitWhileItIsReadWaitsAlone() {
        List<Units.Claim> reading = claimCounted();
        Units.Claim slow = reading.getFirst();
        fault(new Faults.Fault("users/" + slow.user() + "/messages", 1, Faults.Mode.STATUS, 429, "30"));

        CompletableFuture<Void> lane = CompletableFuture.runAsync(() -> worker.read(run, reading));
        await().atMost(PATIENCE)
                .until(() -> standings().entrySet().stream()
                        .allMatch(
                                unit -> unit.getValue().owned() == unit.getKey().equals(slow.user())));

        assertThat(lane).as("it waits").isNotDone();
        assertThat(standings().values())
                .as("who is given back has not been tried")
                .extracting(Standing::attempts)
                .containsOnly(0, 1);
        List<Units.Claim> given = claimToRead();
        assertThat(given).hasSize(reading.size() - 1);
        worker.read(run, given);
        assertThat(lane).succeedsWithin(PATIENCE);
        assertThat(standings())
                .hasEntrySatisfying(
                        slow.user(), read -> assertThat(read.state()).isEqualTo("DONE"));
    }

    @Test
    void aClaimIsRenewedUntilItIsLetGo() throws SQLException {
        UserId gone = claims.getFirst().user();
        units.letGo(claims.getFirst());
        execute("UPDATE unit SET claimed_until = now() WHERE " + newestMonth());

        units.renewClaims().await().indefinitely();

        assertThat(standings())
                .allSatisfy((user, unit) -> assertThat(unit.waits()).isEqualTo(!user.equals(gone)));
    }

    @Test
    void belowTheFloorNoCountIsWritten() throws SQLException {
        execute("UPDATE floor SET floor = 2 WHERE tenant = '" + tenant.id() + "'");

        units.counted(consent, claims.stream().collect(Collectors.toMap(claim -> claim, claim -> 7L)))
                .await()
                .indefinitely();

        assertThat(standings().values()).extracting(Standing::counted).containsOnly(false);
    }

    @Test
    void whatAnotherHasClaimedAnewIsAnothersToCount() throws SQLException {
        UserId taken = claims.getFirst().user();
        execute("UPDATE unit SET revision = revision + 1 WHERE " + newestMonth() + " AND user_id = '" + taken + "'");

        units.counted(consent, claims.stream().collect(Collectors.toMap(claim -> claim, claim -> 7L)))
                .await()
                .indefinitely();

        Map<UserId, Standing> standings = standings();
        assertThat(standings.remove(taken)).isEqualTo(new Standing("OPEN", "", false, 0, true, true, 1));
        assertThat(standings.values()).containsOnly(Standing.open(true, 7));
    }

    private List<Units.Claim> claim(int most) {
        return units.claimToCount(consent.te(), Share.WHOLE, most).await().indefinitely();
    }

    /** Claims of the newest month to be read, once it is counted. */
    private List<Units.Claim> claimCounted() {
        worker.count(run, claims);
        await().atMost(PATIENCE)
                .until(() -> batches.shard(consent.te(), false).await().indefinitely());
        return claimToRead();
    }

    private List<Units.Claim> claimToRead() {
        return units.claimToRead(consent.te(), Share.WHOLE, MANY).await().indefinitely();
    }

    /** The claims of those that have a mailbox, in the order in which they are counted. */
    private List<Units.Claim> mailboxes() {
        return claims.stream()
                .filter(claim ->
                        tenant.directory().mailbox(claim.user().value()).isPresent())
                .toList();
    }

    private long held(Units.Claim claim) {
        return tenant.directory()
                .mailbox(claim.user().value())
                .orElseThrow()
                .between(claim.window().start(), claim.window().end())
                .size();
    }

    private void assertAllCountedOf(Map<UserId, Standing> standings) {
        List<Units.Claim> others = mailboxes().stream()
                .filter(claim -> standings.containsKey(claim.user()))
                .toList();
        assertThat(others).hasSizeGreaterThan(2);
        for (Units.Claim claim : others) {
            assertThat(standings.get(claim.user())).isEqualTo(Standing.open(true, held(claim)));
        }
    }

    private static String countOf(Units.Claim claim) {
        return "users/" + claim.user() + "/messages/$count";
    }

    private void fault(Faults.Fault fault) {
        platform.simulator().faults().add(fault);
    }

    /** Whose mailboxes were asked for. */
    private List<String> counted() {
        return platform.simulator().log().since(0).stream()
                .filter(read -> read.tenant().equals(tenant.id()) && read.kind().startsWith("messages"))
                .map(RequestLog.Served::user)
                .map(String::valueOf)
                .toList();
    }

    private String newestMonth() {
        return "number = 1 AND te = " + consent.te().value();
    }

    private Map<UserId, Standing> standings() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT user_id, state, reason, counted, expected, owner IS NOT NULL AS owned,"
                                + " coalesce(claimed_until > now(), false) AS waits, attempts FROM unit WHERE "
                                + newestMonth())) {
            Map<UserId, Standing> standings = new HashMap<>();
            while (row.next()) {
                standings.put(
                        new UserId(row.getObject("user_id", UUID.class)),
                        new Standing(
                                row.getString("state"),
                                row.getString("reason"),
                                row.getBoolean("counted"),
                                row.getLong("expected"),
                                row.getBoolean("owned"),
                                row.getBoolean("waits"),
                                row.getInt("attempts")));
            }
            return standings;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long number(String units) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM unit WHERE " + units)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
