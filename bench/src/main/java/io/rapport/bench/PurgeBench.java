package io.rapport.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.contracts.Topics;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.SealedPart;
import io.rapport.kit.keys.EpochCipher;
import io.rapport.simulator.source.BulkTenant;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What deleting an epoch costs, by the services' own commands: until nothing of it is readable, and until its table is
 * gone, at few rows and at many; against deleting the same rows from one table for all epochs, which it would be without
 * partitions, with as many rows of another epoch between them; and from a table of its own.
 */
@Command(
        name = "purge",
        description = "Time to unreadable and to gone, at few and at many rows, against DELETE and VACUUM.",
        mixinStandardHelpOptions = true)
final class PurgeBench implements Callable<Integer> {

    private static final int MONTH = 28;
    private static final int PEOPLE = 5_000;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double MILLIS_A_SECOND = 1e3;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @Option(names = "--rows", split = ",", description = "edges of an epoch", defaultValue = "1000000,20000000")
    List<Long> rows = List.of();

    /** What took place since an instant. */
    private record Cost(double millis, double cpuSeconds) {}

    private record Purge(Cost unreadable, Cost dropped) {}

    @Override
    public Integer call() throws Exception {
        try (Platform platform = Platform.start(
                        PlatformOptions.small().mail(2, 1, 1).atFullSpeed().onDisk());
                ServiceProcess consent = platform.start(ServiceName.CONSENT);
                ServiceProcess insights = platform.start(ServiceName.INSIGHTS)) {
            Map<Long, Purge> results = new LinkedHashMap<>();
            Map<String, Cost> deleted = new LinkedHashMap<>();
            for (long count : rows) {
                UUID tenant = UUID.randomUUID();
                Te te = open(platform, consent, tenant);
                fill(platform, te, count);
                if (count == rows.getLast()) {
                    deleted.put("one table for all epochs", deleteFromAmongOthers(platform, te));
                    deleted.put("a table of its own", deleteFromItsOwn(platform, te));
                }
                results.put(count, purge(platform, consent, insights, tenant, te));
            }
            report(results, deleted);
        }
        return 0;
    }

    private void report(Map<Long, Purge> results, Map<String, Cost> deleted) {
        results.forEach((count, purge) -> System.out.printf(
                "%,12d rows: unreadable after %.0f ms, table gone after %.0f ms more (%.2f CPU s)%n",
                count, purge.unreadable.millis, purge.dropped.millis, purge.dropped.cpuSeconds));
        Purge few = results.get(rows.getFirst());
        Purge many = results.get(rows.getLast());
        if (few != null && many != null) {
            System.out.printf(
                    "time to unreadable, most rows against fewest: %.2f (gate 3)%n",
                    many.unreadable.millis / few.unreadable.millis);
            deleted.forEach((table, cost) -> System.out.printf(
                    "DELETE and VACUUM of %,d rows in %s: %.1f CPU s, %.1f s;"
                            + " dropping them is %.0f times cheaper (gate 50) and %.0f times faster%n",
                    rows.getLast(),
                    table,
                    cost.cpuSeconds,
                    cost.millis / MILLIS_A_SECOND,
                    cost.cpuSeconds / many.dropped.cpuSeconds,
                    cost.millis / many.dropped.millis));
        }
    }

    /** An epoch with one unit, so that its partitions are there. */
    private Te open(Platform platform, ServiceProcess consent, UUID tenant) throws Exception {
        Instant now = platform.clock().now();
        SimulatedTenant people = BulkTenant.make(tenant, 2, 1, 1, List.of(now.minus(Duration.ofDays(1)), now));
        platform.simulator().put(people);
        Consenting.decide(platform, consent, tenant, "If-None-Match", "*", "");
        Te te = Consenting.te(platform, consent, tenant);
        UUID user = people.users().getFirst().id();
        long period = Consenting.periods(platform, consent).getOrDefault(user, 0L);
        EpochCipher cipher = Consenting.key(platform, consent, te);
        LocalDate month =
                LocalDate.ofInstant(platform.clock().now(), ZoneOffset.UTC).minusDays(MONTH);
        SealedPart part = FoldedUnits.seal(
                te,
                cipher,
                1,
                new FoldedUnits(PEOPLE)
                        .unit(user, 0, month, MONTH).toBuilder()
                                .setPeriod(period)
                                .build());
        try (KafkaProducer<String, byte[]> kafka = new KafkaProducer<>(
                Map.of("bootstrap.servers", platform.kafkaBootstrap(), "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            kafka.send(new ProducerRecord<>(Topics.INTERACTIONS, "unit", part.toByteArray()))
                    .get();
        }
        while (Database.number(platform, ServiceName.INSIGHTS, "SELECT count(*) FROM unit WHERE te = " + te.value())
                == 0) {
            Thread.sleep(100);
        }
        return te;
    }

    /** Copies of that unit's rows, under other numbers, as wide as real ones. */
    private static void fill(Platform platform, Te te, long count) throws SQLException {
        String columns = "window_start, sent, received, meetings, facts, last_minute";
        withoutIndexes(
                platform,
                "edge_te_" + te,
                "INSERT INTO edge_te_" + te + " (te, mailbox_id, contact_id, " + columns
                        + ") SELECT te, 1000 + n / 1000,"
                        + " n % 1000, " + columns + " FROM (SELECT * FROM edge_te_" + te + " LIMIT 1) AS one,"
                        + " generate_series(1, " + count + ") AS n");
    }

    /** Each row of the epoch beside one of another, as two tenants' months arrive; the te leads both indexes. */
    private static Cost deleteFromAmongOthers(Platform platform, Te te) throws SQLException {
        run(platform, "CREATE TABLE peer (LIKE edge INCLUDING DEFAULTS)");
        String columns = "mailbox_id, window_start, contact_id, sent, received, meetings, facts, last_minute";
        run(
                platform,
                "INSERT INTO peer (te, " + columns + ") SELECT te + another, " + columns + " FROM edge_te_" + te
                        + ", (VALUES (0), (1)) AS epochs (another)");
        run(platform, "CREATE INDEX ON peer (te, mailbox_id, window_start)");
        run(platform, "CREATE INDEX ON peer (te, contact_id)");
        run(platform, "VACUUM ANALYZE peer");
        return deleteAndVacuum(platform, te);
    }

    private static Cost deleteFromItsOwn(Platform platform, Te te) throws SQLException {
        run(platform, "CREATE TABLE peer (LIKE edge_te_" + te + " INCLUDING ALL)");
        withoutIndexes(platform, "peer", "INSERT INTO peer SELECT * FROM edge_te_" + te);
        return deleteAndVacuum(platform, te);
    }

    private static Cost deleteAndVacuum(Platform platform, Te te) throws SQLException {
        platform.settlePostgres();
        Meter meter = new Meter(List.of(platform.postgresProcess()));
        run(platform, "DELETE FROM peer WHERE te = " + te.value());
        run(platform, "VACUUM peer");
        Cost cost = meter.lap();
        run(platform, "DROP TABLE peer");
        return cost;
    }

    /** Indexes are made when the rows are there, which takes far less time; then the table is as it is in daily use. */
    private static void withoutIndexes(Platform platform, String table, String insert) throws SQLException {
        run(
                platform,
                "DO $$ DECLARE definitions text[]; one text; BEGIN"
                        + " SELECT array_agg(indexdef) INTO definitions FROM pg_indexes WHERE tablename = '" + table
                        + "'; FOR one IN SELECT indexname FROM pg_indexes WHERE tablename = '" + table
                        + "' LOOP EXECUTE 'DROP INDEX ' || one; END LOOP; " + insert
                        + "; FOREACH one IN ARRAY definitions LOOP EXECUTE one; END LOOP; END $$");
        run(platform, "VACUUM " + table);
    }

    private Purge purge(Platform platform, ServiceProcess consent, ServiceProcess insights, UUID tenant, Te te)
            throws IOException, InterruptedException {
        withdraw(platform, consent, tenant);
        platform.settlePostgres();
        // The gate learns of it; what is measured is what the store does.
        Thread.sleep(Duration.ofSeconds(3));
        Meter meter = new Meter(List.of(
                platform.postgresProcess(),
                insights.process().toHandle(),
                consent.process().toHandle()));
        for (String step : List.of("FENCE", "DRAIN", "QUARANTINE")) {
            order(platform, insights, "INSIGHTS", step, tenant, te);
        }
        order(platform, consent, "CONSENT", "SHRED", tenant, te);
        Cost unreadable = meter.lap();
        order(platform, insights, "INSIGHTS", "DROP", tenant, te);
        return new Purge(unreadable, meter.lap());
    }

    private void withdraw(Platform platform, ServiceProcess consent, UUID tenant)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                request(
                                consent.url().resolve("/api/v1/consent"),
                                platform.tokens().admin(tenant))
                        .header("If-Match", "\"2-0\"")
                        .DELETE()
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException("status " + answer.statusCode() + ": " + answer.body());
        }
    }

    private void order(Platform platform, ServiceProcess service, String owner, String step, UUID tenant, Te te)
            throws IOException, InterruptedException {
        String body = json.writeValueAsString(Map.of(
                "deletionCase",
                te.toString(),
                "kind",
                "EPOCH",
                "te",
                te.toString(),
                "tenant",
                tenant.toString(),
                "epoch",
                1,
                "step",
                step,
                "owner",
                owner,
                "orderedAt",
                platform.clock().now().toString()));
        JsonNode receipt = json.readTree(http.send(
                        request(
                                        service.url().resolve("/internal/purge-commands"),
                                        platform.tokens().service())
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
        if (!receipt.path("done").asBoolean()) {
            throw new IllegalStateException(step + ": " + receipt);
        }
    }

    private static HttpRequest.Builder request(URI uri, String token) {
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
    }

    private static void run(Platform platform, String sql) throws SQLException {
        try (Connection database = Database.connect(platform, ServiceName.INSIGHTS);
                Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Time by the clock, and of the CPU for some processes, from lap to lap. */
    private static final class Meter {

        private final List<ProcessHandle> processes;
        private double began;
        private double cpuBefore;

        Meter(List<ProcessHandle> processes) {
            this.processes = processes;
            lap();
        }

        Cost lap() {
            double now = System.nanoTime() / NANOS_A_MILLI;
            double cpu = processes.stream().mapToDouble(CpuTime::of).sum();
            Cost cost = new Cost(now - began, cpu - cpuBefore);
            began = now;
            cpuBefore = cpu;
            return cost;
        }
    }
}
