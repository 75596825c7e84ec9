package io.rapport.ingestion.worker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rapport.contracts.ids.Te;
import io.rapport.kit.keys.EpochCipher;
import io.rapport.simulator.http.RequestLog;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Packaged processes, killed with kill -9 wherever it hurts. In order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // filled before all
class CrashIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MAILBOXES = 8;
    /** Mailboxes read at the same time by one process. */
    private static final int LANES = 8;

    private Platform platform;
    private ServiceProcess consent;
    private ServiceProcess ingestion;
    private ReadTenant tenant;
    private Map<String, List<String>> clean = Map.of();

    @BeforeAll
    void start() throws Exception {
        platform = Platform.start(PlatformOptions.small());
        platform.setKafkaApart();
        consent = platform.start(ServiceName.CONSENT);
        ingestion = startIngestion();
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = ingestion.url().getPort();
        tenant = new ReadTenant(platform, MAILBOXES, 40, Duration.ZERO);
    }

    @AfterAll
    void stop() {
        RestAssured.reset();
        ingestion.close();
        consent.close();
        platform.close();
    }

    @Test
    @Order(1)
    void twoProcessesReadEveryUnitOnce() throws Exception {
        long before = lastServed();
        try (ServiceProcess second = secondProcess()) {
            tenant.grant();
            JsonPath done = awaitDone(1);

            assertThat(second.isAlive()).isTrue();
            clean = published(done).facts();
            assertThat(clean).hasSize(units(done));
            assertThat(done.<Integer>getList("batches.shards"))
                    .as("more emails than a shard holds are more shards")
                    .allMatch(shards -> shards > 1);
            assertThat(calendarReads(before)).isEqualTo(units(done));
        }
    }

    @Test
    @Order(2)
    void killsOfTheServiceTheDatabaseAndTheBrokerLeaveTheResultOfACleanRun() throws Exception {
        tenant.withdraw();
        platform.simulator().latency().median(400);
        long before = lastServed();
        tenant.grantAgain();
        int crashes = 0;

        awaitDoneUnits(8);
        assertThat(tenant.progress().<Integer>getList("batches.expectedEmails"))
                .as("a month is read while older ones are not counted yet")
                .contains(0);
        platform.simulator().latency().median(100);
        ingestion.kill();
        ingestion = startIngestion();
        crashes++;

        awaitDoneUnits(25);
        platform.crashPostgres(Duration.ofSeconds(2));
        crashes++;

        awaitDoneUnits(40);
        platform.crashKafka(Duration.ofSeconds(3));
        crashes++;

        awaitDoneUnits(60);
        ingestion.kill();
        ingestion = startIngestion();
        crashes++;

        JsonPath done = awaitDone(2);
        platform.simulator().latency().median(0);
        assertThat(done.<Integer>getList("batches.failed")).containsOnly(0);
        assertThat(published(done).facts()).isEqualTo(clean);
        assertThat(calendarReads(before))
                .as("no unit is read again but those that were being read at a crash")
                .isLessThanOrEqualTo(units(done) + (long) crashes * LANES);
    }

    @Test
    @Order(3)
    void aDayThatIsOverIsReadOnceHoweverManyProcessesThereAre() throws Exception {
        int mailboxes = units(tenant.progress()) / 12;
        long before = lastServed();
        try (ServiceProcess second = secondProcess()) {
            platform.clock().advance(Duration.ofDays(1));
            await().atMost(PATIENCE)
                    .until(() -> tenant.progress().getInt("live.read") == 1
                            && "DONE".equals(tenant.progress().getString("state")));

            assertThat(second.isAlive()).isTrue();
            // The day itself, and the month whose last two days may have got late mail.
            assertThat(calendarReads(before)).isEqualTo(2L * mailboxes);
        }
    }

    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>(platform.configFor(ServiceName.INGESTION));
        config.put("rapport.ingestion.emails-per-shard", "60");
        return config;
    }

    private ServiceProcess startIngestion() {
        return ServiceProcess.start(ServiceName.INGESTION, config(), platform.directory());
    }

    private ServiceProcess secondProcess() throws IOException {
        Map<String, String> config = config();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            config.put("quarkus.http.port", Integer.toString(free.getLocalPort()));
        }
        return ServiceProcess.start(ServiceName.INGESTION, config, platform.directory());
    }

    private JsonPath awaitDone(int epoch) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> tenant.progress().getInt("epoch") == epoch
                        && "DONE".equals(tenant.progress().getString("state")));
        return tenant.progress();
    }

    /** Of the second epoch. */
    private void awaitDoneUnits(int count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(
                        () -> tenant.progress(),
                        year -> year.getInt("epoch") == 2 && year.getInt("batches.done.sum()") >= count);
    }

    private static int units(JsonPath view) {
        return view.getInt("batches.findAll { it.number <= 12 }.done.sum()");
    }

    private PublishedUnits published(JsonPath view) throws GeneralSecurityException {
        Te te = Te.of(view.getString("te"));
        String key = given().baseUri(consent.url().toString())
                .port(consent.url().getPort())
                .auth()
                .oauth2(platform.tokens().service())
                .get("/internal/keys/{te}", te.toString())
                .jsonPath()
                .getString("key");
        return PublishedUnits.of(
                platform.kafkaBootstrap(),
                te,
                new EpochCipher(Base64.getDecoder().decode(key)));
    }

    private long calendarReads(long since) {
        return platform.simulator().log().since(since).stream()
                .filter(read -> read.kind().equals("calendarView"))
                .count();
    }

    private long lastServed() {
        List<RequestLog.Served> all = platform.simulator().log().since(0);
        return all.isEmpty() ? 0 : all.getLast().seq();
    }
}
