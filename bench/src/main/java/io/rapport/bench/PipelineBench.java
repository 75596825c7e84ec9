package io.rapport.bench;

import io.rapport.bench.StageReader.Stage;
import io.rapport.contracts.ids.Te;
import io.rapport.ingestion.fetch.Gunzip;
import io.rapport.ingestion.plan.Window;
import io.rapport.ingestion.plan.YearOfBatches;
import io.rapport.simulator.source.BulkTenant;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * One batch of history from Graph to the tables that sellers' questions are answered from: packaged services, real Kafka
 * and PostgreSQL, the simulator serving pages it has compressed before. CPU seconds of each process as the operating
 * system counts them, the simulator's apart; beside them the stages one by one, and the batch once more.
 */
@Command(name = "pipeline", description = "A batch of history, end to end.", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // what picocli sets
final class PipelineBench implements Callable<Integer> {

    private static final double MILLION = 1e6;

    @Option(names = "--mailboxes", description = "how many mailboxes", defaultValue = "500")
    int mailboxes;

    @Option(names = "--emails", description = "emails of each in a month", defaultValue = "2000")
    int emails;

    @Option(names = "--months", description = "how many months, the newest ones, 12 at most", defaultValue = "1")
    int months;

    @Option(
            names = "--warm-up",
            description =
                    "mailboxes of another tenant that are read before, as the stages are run before they are measured",
            defaultValue = "1000")
    int warmUp;

    @Option(names = "--templates", description = "different mailboxes among them", defaultValue = "40")
    int templates;

    @Spec
    CommandSpec command;

    @Override
    public Integer call() throws Exception {
        if (months < 1 || months > YearOfBatches.MONTHS) {
            throw new ParameterException(
                    command.commandLine(), "--months must be between 1 and " + YearOfBatches.MONTHS);
        }
        long month = (long) mailboxes * emails;
        long total = month * months;
        try (Platform platform =
                Platform.start(PlatformOptions.small().mail(2, 1, 1).atFullSpeed())) {
            platform.setKafkaApart();
            List<Window> windows = YearOfBatches.before(platform.clock().now()).subList(0, months);
            SimulatedTenant bulk = tenant(mailboxes, windows);
            SimulatedTenant another = tenant(warmUp, windows.subList(0, 1));
            platform.simulator().put(bulk);
            platform.simulator().put(another);
            try (ServiceProcess consent = platform.start(ServiceName.CONSENT);
                    ServiceProcess ingestion = platform.start(ServiceName.INGESTION);
                    ServiceProcess insights = InsightsBench.withoutSnapshots(platform)) {
                Processes processes = new Processes(platform, consent, ingestion, insights);
                System.out.printf(
                        "%,d emails: %,d mailboxes of %,d in each of %d months%n", total, mailboxes, emails, months);

                read(platform, consent, another, 1);
                StagesAlone stages = new StagesAlone(platform, bulk, windows.getFirst(), emails);
                stages.measure(2);

                Map<String, Double> start = processes.seconds();
                long written = writtenToKafka(platform);
                long began = System.nanoTime();
                Te te = read(platform, consent, bulk, months);
                double wall = seconds(began);
                Map<String, Double> first = difference(start, processes.seconds());
                report("first run", first, wall, total);
                System.out.printf(
                        "  %.1f bytes of records a message%n", (double) (writtenToKafka(platform) - written) / total);
                reconcile(platform, te, total);

                String table = checksum(platform, te);
                untilWorkersAreCounted();
                start = processes.seconds();
                began = System.nanoTime();
                readAgain(platform, te);
                awaitApplied(platform, te, new Awaited(mailboxes, 1, 2));
                Map<String, Double> again = difference(start, processes.seconds());
                report("the newest month again", again, seconds(began), month);
                System.out.printf(
                        "  %s; cost against the first run %.2f%n",
                        checksum(platform, te).equals(table) ? "same tables" : "OTHER TABLES",
                        sum(again) / month / (sum(first) / total));
                // This machine's speed changes within minutes: before the run and after it.
                stages.measure(3);
                report(platform, te, stages, first, total);
            }
        }
        return 0;
    }

    private record Processes(
            Platform platform, ServiceProcess consent, ServiceProcess ingestion, ServiceProcess insights) {

        Map<String, Double> seconds() throws IOException {
            Map<String, Double> seconds = new LinkedHashMap<>();
            seconds.put("ingestion-service", CpuTime.of(ingestion.process().toHandle()));
            seconds.put("Kafka", CpuTime.of(platform.kafkaProcess()));
            seconds.put("insights-service", CpuTime.of(insights.process().toHandle()));
            seconds.put("PostgreSQL", CpuTime.of(platform.postgresProcess()));
            seconds.put("consent-service", CpuTime.of(consent.process().toHandle()));
            seconds.put("(simulator and benchmark)", CpuTime.ofSelf());
            return seconds;
        }
    }

    private static Map<String, Double> difference(Map<String, Double> before, Map<String, Double> after) {
        Map<String, Double> spent = new LinkedHashMap<>();
        after.forEach((name, seconds) -> spent.put(name, seconds - before.getOrDefault(name, 0.0)));
        return spent;
    }

    /** All processes but the simulator. */
    private static double sum(Map<String, Double> spent) {
        return spent.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("("))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static void report(String what, Map<String, Double> spent, double wall, long total) {
        System.out.printf(
                "%s: %.1f s (%,.0f emails/s), %.1f CPU seconds = %.2f a million emails without the simulator%n",
                what, wall, total / wall, sum(spent), sum(spent) / (total / MILLION));
        spent.forEach((name, seconds) -> System.out.printf(
                "  %-26s %7.1f CPU s %6.2f a million %5.1f %%%n",
                name, seconds, seconds / (total / MILLION), 100 * seconds / sum(spent)));
    }

    /** Bytes of folded units in the broker's log, one replica. */
    private static long writtenToKafka(Platform platform) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", platform.kafkaBootstrap()))) {
            List<Integer> brokers =
                    admin.describeCluster().nodes().get().stream().map(Node::id).toList();
            return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                    .filter(replica -> replica.getKey().topic().equals("rapport.interactions"))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        }
    }

    /** The proof of completeness: what Graph counts, what was read and what is stored, mailbox by mailbox. */
    private void reconcile(Platform platform, Te te, long total) throws SQLException {
        long read = Database.number(
                platform,
                ServiceName.INGESTION,
                "SELECT sum(messages) FROM unit WHERE state = 'DONE' AND te = " + te.value());
        long whole = Database.number(
                platform,
                ServiceName.INGESTION,
                "SELECT count(*) FROM unit WHERE state = 'DONE' AND messages = expected AND messages = " + emails
                        + " AND te = " + te.value());
        long stored = Database.number(
                platform, ServiceName.INSIGHTS, "SELECT sum(messages) FROM unit WHERE te = " + te.value());
        long bytes =
                Database.number(platform, ServiceName.INSIGHTS, "SELECT pg_total_relation_size('edge_te_" + te + "')");
        long rows =
                Database.number(platform, ServiceName.INSIGHTS, "SELECT count(*) FROM edge WHERE te = " + te.value());
        System.out.printf(
                "  reconciled: %,d of %,d emails read, %,d of %,d months of a mailbox whole by Graph's count, %,d emails in insights;"
                        + " %,d edge rows of %d bytes with indexes%n",
                read, total, whole, mailboxes * months, stored, rows, rows == 0 ? 0 : bytes / rows);
        if (read != total || whole != mailboxes * months || stored != total) {
            throw new IllegalStateException("something is missing");
        }
    }

    private void report(Platform platform, Te te, StagesAlone alone, Map<String, Double> first, long total)
            throws Exception {
        double fetch = alone.cost(Stage.FETCH);
        double fold = alone.cost(Stage.FOLD);
        double jdkFold = alone.cost(Stage.JDK_FOLD);
        double sdk = alone.cost(Stage.SDK);
        double writing = writeAlone(platform, te) / (total / MILLION);
        double table = copyTable(platform, te) / (total / MILLION);
        double kafka = first.getOrDefault("Kafka", 0.0) / (total / MILLION);
        double worker = first.getOrDefault("ingestion-service", 0.0) / (total / MILLION);
        double stages = fetch + fold + kafka + writing;
        double all = sum(first) / (total / MILLION);
        long records = Database.number(platform, ServiceName.INSIGHTS, "SELECT sum(next_offset) FROM topic_offset");
        System.out.printf("stages alone, CPU seconds a million emails:%n");
        System.out.printf("  fetch (compressed)         %6.2f%n", fetch);
        System.out.printf(
                "  inflate, parse and fold    %6.2f   end to end against it %.2f; inflated by %s%n",
                fold, fold / all, Gunzip.library());
        System.out.printf(
                "  … inflated by the JDK      %6.2f   end to end against it %.2f (gate ≥ 0.25)%n",
                jdkFold, jdkFold / all);
        System.out.printf(
                "  Kafka (as measured)        %6.2f   of end to end %.1f %% (gate ≤ 12 %%), %,d records%n",
                kafka, 100 * kafka / all, records);
        System.out.printf("  contacts and rows written  %6.2f   rows from table to table %.2f%n", writing, table);
        System.out.printf(
                "  sum                        %6.2f   against end to end %.2f (gate ≥ 0.55), without a writer %.2f%n",
                stages, stages / all, (stages - writing + table) / all);
        System.out.printf(
                "  SDK: fetch and models      %6.2f   against end to end %.1f × (gate ≥ 7), against the worker %.1f × (gate ≥ 10)%n",
                sdk, sdk / all, sdk / worker);
    }

    private static double writeAlone(Platform platform, Te te) throws SQLException {
        try (WriterAlone writer = new WriterAlone(platform, te)) {
            return writer.seconds();
        }
    }

    /** The rows without anybody who writes them: one INSERT … SELECT into a table with the same indexes. */
    private static double copyTable(Platform platform, Te te) throws SQLException, IOException, InterruptedException {
        double before = CpuTime.of(platform.postgresProcess());
        String partition = "edge_te_" + te;
        try (Connection database = Database.connect(platform, ServiceName.INSIGHTS);
                Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE edge_alone (LIKE " + partition + " INCLUDING INDEXES)");
            statement.execute("INSERT INTO edge_alone SELECT * FROM " + partition);
            statement.execute("DROP TABLE edge_alone");
        }
        untilWorkersAreCounted();
        return CpuTime.of(platform.postgresProcess()) - before;
    }

    /** The time of PostgreSQL's parallel workers is their parent's once it has noticed that they have ended. */
    private static void untilWorkersAreCounted() throws InterruptedException {
        Thread.sleep(1_000);
    }

    private SimulatedTenant tenant(int people, List<Window> windows) {
        List<Instant> edges = Stream.concat(
                        Stream.of(windows.getLast().start()),
                        windows.reversed().stream().map(Window::end))
                .toList();
        return BulkTenant.make(UUID.randomUUID(), people, templates, emails, edges);
    }

    /** Grants consent and waits until the newest months are in insights' tables. */
    private Te read(Platform platform, ServiceProcess consent, SimulatedTenant tenant, int newest)
            throws IOException, InterruptedException, SQLException {
        int status = Consenting.decide(platform, consent, tenant.id(), "If-None-Match", "*", "");
        if (status != 201) {
            throw new IllegalStateException("status " + status);
        }
        Te te = Consenting.te(platform, consent, tenant.id());
        leaveOut(platform, te, newest);
        awaitApplied(platform, te, new Awaited(tenant.users().size(), newest, 1));
        return te;
    }

    /** Months before these are empty, and asking so would be measured too. */
    private static void leaveOut(Platform platform, Te te, int newest) throws SQLException, InterruptedException {
        while (Database.number(platform, ServiceName.INGESTION, "SELECT count(*) FROM batch WHERE te = " + te.value())
                < YearOfBatches.MONTHS) {
            Thread.sleep(5);
        }
        String older = " WHERE number > " + newest + " AND te = " + te.value();
        try (Connection database = Database.connect(platform, ServiceName.INGESTION);
                Statement statement = database.createStatement()) {
            statement.execute("UPDATE batch SET state = 'CANCELLED'" + older);
            statement.execute("UPDATE unit SET state = 'SKIPPED'" + older);
        }
    }

    /** @param readings of each mailbox and month */
    private record Awaited(int mailboxes, int months, int readings) {

        int units() {
            return mailboxes * months;
        }
    }

    /** Every unit of the months is read, and stands in insights' tables with at least that revision. */
    private static void awaitApplied(Platform platform, Te te, Awaited awaited)
            throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        // Asked first: to count a year's units every second would be a part of what is measured.
        String over = "SELECT count(*) FROM batch WHERE state = 'DONE' AND number <= " + awaited.months + " AND te = "
                + te.value();
        String read = "SELECT count(*) FROM unit WHERE number <= " + awaited.months + " AND state = 'DONE'"
                + " AND revision > " + awaited.readings + " AND te = " + te.value();
        String stored = "SELECT count(*) FROM unit WHERE messages > 0 AND revision > " + awaited.readings + " AND te = "
                + te.value();
        while (Database.number(platform, ServiceName.INGESTION, over) < awaited.months
                || Database.number(platform, ServiceName.INGESTION, read) < awaited.units()
                || Database.number(platform, ServiceName.INSIGHTS, stored) < awaited.units()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not done in an hour");
            }
            Thread.sleep(1_000);
        }
    }

    private static void readAgain(Platform platform, Te te) throws SQLException {
        try (Connection database = Database.connect(platform, ServiceName.INGESTION);
                Statement statement = database.createStatement()) {
            statement.execute("UPDATE unit SET state = 'OPEN', attempts = 0, counted = false WHERE number = 1 AND te = "
                    + te.value());
        }
    }

    private static String checksum(Platform platform, Te te) throws SQLException {
        try (Connection database = Database.connect(platform, ServiceName.INSIGHTS);
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) || ' ' || sum(hashtextextended(edge::text, 0)) FROM edge WHERE te = "
                                + te.value())) {
            row.next();
            return row.getString(1);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
