package io.rapport.bench;

import io.rapport.simulator.source.SyntheticTenant;
import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.simulator.tenant.SimulatedGroup.Kind;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Everyone's effective sharing in a large tenant: a grant, an amendment that leaves a tenth out, and a refresh without a
 * change, through the packaged service over real PostgreSQL and Kafka. The limit it is held against is the plainest thing
 * PostgreSQL can do with as many rows: one INSERT … SELECT of them.
 */
@Command(name = "sharing", description = "Effective sharing of a large tenant.", mixinStandardHelpOptions = true)
final class SharingBench implements Callable<Integer> {

    private static final String RECOMPUTE = "rapport_sharing_recompute_seconds_sum";

    @Option(names = "--people", description = "people with a mailbox", defaultValue = "200000")
    int people;

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        UUID tenant = UUID.randomUUID();
        try (Platform platform = Platform.start(PlatformOptions.small().atFullSpeed());
                ServiceProcess service = platform.start(ServiceName.CONSENT)) {
            SimulatedTenant large = large(tenant);
            platform.simulator().put(large);
            System.out.printf("%,d people, a group of %,d in ten nested groups%n", people, people / 10);
            double limit = limit(platform);
            measure(
                    platform,
                    service,
                    "grant",
                    limit,
                    () -> Consenting.decide(platform, service, tenant, "If-None-Match", "*", ""));
            String group = large.groups().getFirst().id().toString();
            measure(
                    platform,
                    service,
                    "amend: a tenth is left out",
                    limit,
                    () -> Consenting.decide(platform, service, tenant, "If-Match", "\"2-0\"", "\"" + group + "\""));
            measure(
                    platform,
                    service,
                    "amend: nothing changes",
                    limit,
                    () -> Consenting.decide(platform, service, tenant, "If-Match", "\"2-1\"", "\"" + group + "\""));
        }
        return 0;
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private void measure(Platform platform, ServiceProcess service, String name, double limit, Step step)
            throws IOException, InterruptedException, SQLException {
        double before = metric(service);
        long began = System.nanoTime();
        step.run();
        double answered = seconds(began);
        double recompute = metric(service) - before;
        awaitPublished(platform);
        System.out.printf(
                "%-28s recompute and outbox %6.2f s (%4.1f × the limit)   answer %6.1f s   all in Kafka after %6.1f s%n",
                name, recompute, recompute / limit, answered, seconds(began));
    }

    private SimulatedTenant large(UUID tenant) {
        SimulatedTenant small =
                SyntheticTenant.make(tenant, 2, 1, 1, java.time.Instant.EPOCH.plus(Duration.ofDays(20_000)));
        List<SimulatedUser> users = IntStream.range(0, people)
                .mapToObj(i -> new SimulatedUser(
                        new UUID(i * 0x9E3779B97F4A7C15L, i),
                        "p" + i + "@contoso.example",
                        "p" + i + "@contoso.example",
                        "Person " + i,
                        List.of(),
                        SimulatedUser.UserType.MEMBER,
                        true,
                        SimulatedUser.MailboxKind.CLOUD))
                .toList();
        List<SimulatedGroup> nested = new ArrayList<>();
        for (int part = 0; part < 10; part++) {
            List<UUID> members = users.stream()
                    .skip((long) part * people / 100)
                    .limit(people / 100)
                    .map(SimulatedUser::id)
                    .toList();
            nested.add(new SimulatedGroup(new UUID(7, part), "part " + part, members, Kind.SECURITY, false));
        }
        List<SimulatedGroup> groups = new ArrayList<>();
        groups.add(new SimulatedGroup(
                new UUID(7, 100),
                "all parts",
                nested.stream().map(SimulatedGroup::id).toList(),
                Kind.SECURITY,
                false));
        groups.addAll(nested);
        return new SimulatedTenant(tenant, small.verifiedDomains(), users, groups, small.skus(), Map.of(), Map.of());
    }

    private double metric(ServiceProcess service) throws IOException, InterruptedException {
        URI metrics = service.url().resolve("/q/metrics");
        return http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(RECOMPUTE))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Seconds for one INSERT … SELECT of as many rows of the same shape, with the same index. */
    private double limit(Platform platform) throws SQLException {
        try (Connection database = Database.connect(platform, ServiceName.CONSENT);
                Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE plain (tenant uuid, user_id uuid, shared boolean NOT NULL,"
                    + " revision bigint NOT NULL, PRIMARY KEY (tenant, user_id))");
            statement.execute("CREATE INDEX plain_revision ON plain (revision)");
            long began = System.nanoTime();
            statement.execute("INSERT INTO plain SELECT gen_random_uuid(), gen_random_uuid(), true, n"
                    + " FROM generate_series(1, " + people + ") AS n");
            double seconds = seconds(began);
            statement.execute("DROP TABLE plain");
            System.out.printf("limit: one INSERT … SELECT of as many rows %6.2f s%n", seconds);
            return seconds;
        }
    }

    private static void awaitPublished(Platform platform) throws SQLException, InterruptedException {
        try (Connection database = Database.connect(platform, ServiceName.CONSENT);
                Statement statement = database.createStatement()) {
            while (true) {
                try (ResultSet left = statement.executeQuery("SELECT count(*) FROM outbox")) {
                    if (left.next() && left.getLong(1) == 0) {
                        return;
                    }
                }
                Thread.sleep(100);
            }
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
