package io.rapport.ingestion.worker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.simulator.mail.EmailAddress;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After the year of history: each day once it is over, late mail, imports, items that Graph fails on. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "ingestion-service"),
            @ResourceArg(name = "with", value = "consent-service"),
            @ResourceArg(name = "mailboxes", value = "8"),
            @ResourceArg(name = "emailsPerMonth", value = "30")
        })
@SuppressWarnings("NullAway.Init") // filled by the platform
class LiveIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration FUTURE = Duration.ofDays(20);

    Platform platform;
    ReadTenant tenant;

    @Inject
    DataSource database;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    /** Its mail goes on for twenty days. */
    @BeforeEach
    void newTenant() {
        tenant = new ReadTenant(platform, 3, 60, FUTURE);
    }

    @Test
    void eachDayIsReadOnceItIsOverWithLateMailOfTheTwoDaysBefore() {
        grant();
        JsonPath history = awaitDone(12);
        LocalDate d0 = LocalDate.parse(history.getString("batches[0].until"));
        assertThat(history.getLong("counts.messages")).isEqualTo(held(d0.minusMonths(12), d0));
        assertThat(history.getInt("live.over")).isZero();

        UUID someone = directory().mailboxes().keySet().iterator().next();
        addMail(someone, d0.atStartOfDay().minusHours(5).toInstant(ZoneOffset.UTC));
        pass(Duration.ofDays(1));

        JsonPath first = awaitDone(13);
        assertThat(first.getLong("counts.messages"))
                .as("the day, and the mail that came late into the day before")
                .isEqualTo(held(d0.minusMonths(12), d0.plusDays(1)));
        assertThat(first.getString("live.until")).isEqualTo(d0.plusDays(1).toString());

        // An outage of three days: they are caught up.
        pass(Duration.ofDays(3));

        JsonPath fourth = awaitDone(16);
        assertThat(fourth.getList("batches.number")).endsWith(13, 14, 15, 16);
        assertThat(fourth.getLong("counts.messages")).isEqualTo(held(d0.minusMonths(12), d0.plusDays(4)));
        assertThat(fourth.getInt("live.read")).isEqualTo(4);
        assertThat(fourth.getList("batches.findAll { it.number > 12 }.emails"))
                .containsExactlyElementsOf(List.of(0, 1, 2, 3).stream()
                        .map(day -> (int) held(d0.plusDays(day), d0.plusDays(day + 1L)))
                        .toList());

        // An import with an old date is found by the weekly comparison.
        addMail(someone, d0.minusMonths(5).atStartOfDay().plusHours(9).toInstant(ZoneOffset.UTC));
        addMail(someone, d0.plusDays(1).atStartOfDay().plusHours(9).toInstant(ZoneOffset.UTC));
        pass(Duration.ofDays(3));

        await().atMost(PATIENCE)
                .until(() -> progress().getLong("counts.messages") == held(d0.minusMonths(12), d0.plusDays(7)));
        awaitDone(19);
        assertThat(metrics())
                .containsPattern("rapport_ingestion_reconciliation_reopened_total(\\{[^}]*})? [2-9]")
                .containsPattern("rapport_ingestion_units\\{[^}]*state=\"DONE\"[^}]*}");
    }

    @Test
    void anItemThatGraphFailsOnIsLeftOutAndListedAndAllTheOthersAreRead() {
        UUID user = directory().mailboxes().keySet().iterator().next();
        Instant today = platform.clock().now();
        Instant poisoned = directory()
                .mailbox(user)
                .orElseThrow()
                .between(today.minus(Duration.ofDays(90)), today.minus(Duration.ofDays(60)))
                .getFirst()
                .receivedAt();
        platform.simulator().faults().poison(user, poisoned);
        grant();

        JsonPath view = awaitDone(12);

        LocalDate d0 = LocalDate.parse(view.getString("batches[0].until"));
        assertThat(view.getLong("counts.unreadable")).isBetween(1L, 3L);
        assertThat(view.getLong("counts.messages") + view.getLong("counts.unreadable"))
                .isEqualTo(held(d0.minusMonths(12), d0));
    }

    @Test
    void whatWasGivenUpCanBeTriedAgain() throws SQLException {
        grant();
        JsonPath before = awaitDone(12);
        run("UPDATE unit SET state = 'FAILED', reason = 'http-503', messages = 0 WHERE number = 4 AND te = "
                + Long.parseUnsignedLong(before.getString("te"), 16));
        assertThat(progress().getList("unfinished.reason")).contains("http-503");

        tenant.asOps().post("/api/v1/ingestion/retries").then().statusCode(403);
        tenant.asAdmin().post("/api/v1/ingestion/retries").then().statusCode(200);

        await().atMost(PATIENCE)
                .until(() -> progress().getLong("counts.messages") == before.getLong("counts.messages"));
    }

    /** kill -9 after the last unit's checkpoint and before the batch, or the plan, was marked. */
    @Test
    void aCrashBetweenTheLastUnitAndTheEndOfItsBatchIsMadeGood() throws SQLException {
        grant();
        String te = awaitDone(12).getString("te");
        long id = Long.parseUnsignedLong(te, 16);

        run("UPDATE batch SET state = 'RUNNING' WHERE number IN (1, 7) AND te = " + id);
        run("UPDATE epoch_plan SET state = 'RUNNING' WHERE te = " + id);

        awaitDone(12);
    }

    @Test
    void progressIsSentWheneverItChanges() throws IOException {
        URLConnection stream = URI.create("http://127.0.0.1:" + port + "/api/v1/ingestion/events")
                .toURL()
                .openConnection();
        stream.setRequestProperty("Authorization", "Bearer " + platform.tokens().ops(tenant.id()));
        stream.setReadTimeout(Math.toIntExact(PATIENCE.toMillis()));
        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(stream.getContentType()).startsWith("text/event-stream");
            assertThat(next(events).getString("state")).isEqualTo("NONE");
            grant();
            JsonPath event = next(events);
            while (!"DONE".equals(event.getString("state"))) {
                event = next(events);
            }
            assertThat(event.getList("batches")).hasSize(12);
        }
    }

    private static JsonPath next(BufferedReader events) {
        try {
            String line = events.readLine();
            while (line != null && !line.startsWith("data:")) {
                line = events.readLine();
            }
            return JsonPath.from(String.valueOf(line).substring("data:".length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SimulatedTenant directory() {
        return tenant.directory();
    }

    /** What mailboxes that are read hold. */
    private long held(LocalDate from, LocalDate until) {
        return directory().mailboxes().values().stream()
                .mapToLong(mailbox -> mailbox.between(
                                from.atStartOfDay().toInstant(ZoneOffset.UTC),
                                until.atStartOfDay().toInstant(ZoneOffset.UTC))
                        .size())
                .sum();
    }

    private void addMail(UUID user, Instant received) {
        platform.simulator()
                .put(directory()
                        .withMail(
                                user,
                                List.of(new SimulatedMessage(
                                        UUID.randomUUID().toString(),
                                        "<" + UUID.randomUUID() + "@late.example>",
                                        "late",
                                        received,
                                        received,
                                        new EmailAddress("Late", "late@company1.example"),
                                        List.of(new EmailAddress("Someone", "someone@contoso.example")),
                                        List.of(),
                                        false,
                                        null))));
    }

    /** To a quarter past midnight of a later day, so that days are over whatever the time of day the test runs at. */
    private void pass(Duration days) {
        Instant now = platform.clock().now();
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(days.toDays());
        platform.clock()
                .advance(
                        Duration.between(now, day.atStartOfDay().plusMinutes(15).toInstant(ZoneOffset.UTC)));
    }

    private JsonPath awaitDone(int batches) {
        await().atMost(PATIENCE).until(() -> {
            JsonPath view = progress();
            return "DONE".equals(view.getString("state"))
                    && view.getList("batches").size() == batches
                    && List.of("DONE").containsAll(view.<String>getList("batches.state"));
        });
        return progress();
    }

    private String metrics() {
        await().atMost(PATIENCE).until(() -> scrape().contains("rapport_ingestion_units{"));
        return scrape();
    }

    private static String scrape() {
        return given().get("/q/metrics").asString();
    }

    private void grant() {
        tenant.grant();
    }

    private JsonPath progress() {
        return tenant.progress();
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
