package io.rapport.stack;

import io.rapport.simulator.GraphSimulator;
import io.rapport.stack.part.Gateway;
import io.rapport.stack.part.Issuer;
import io.rapport.stack.part.KafkaBroker;
import io.rapport.stack.part.KafkaProcess;
import io.rapport.stack.part.Postgres;
import io.rapport.stack.part.QuietLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything around the services, real and on loopback: PostgreSQL with a database for each service, a Kafka broker with
 * its topics, a token issuer and the Graph simulator, all but PostgreSQL in this JVM. For tests; the launcher gives each
 * part a process of its own.
 */
public final class Platform implements AutoCloseable {

    /** The synthetic tenant, licensed. */
    public static final UUID TENANT = UUID.fromString("11111111-1111-4111-8111-111111111111");

    /** A second licensed tenant, for tests of isolation. */
    public static final UUID OTHER_TENANT = UUID.fromString("22222222-2222-4222-8222-222222222222");

    /** A tenant without the licences that consent needs. */
    public static final UUID UNLICENSED_TENANT = UUID.fromString("33333333-3333-4333-8333-333333333333");

    /** Home tenant of the services' own tokens; no customer. */
    public static final UUID SERVICE_TENANT = UUID.fromString("99999999-9999-4999-8999-999999999999");

    /** Our application (client) id at Microsoft Graph. */
    public static final String GRAPH_CLIENT = "rapport";

    private final StackDirectory directory;
    private final boolean temporary;
    private final boolean quickStart;
    private final boolean durable;
    private final Secrets secrets;
    private final Endpoints endpoints;
    private final PlatformClock clock;
    private final Tokens tokens;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private @Nullable Postgres postgres;
    private @Nullable AutoCloseable kafka;
    private @Nullable GraphSimulator simulator;
    private @Nullable Gateway gateway;

    private Platform(StackDirectory directory, boolean temporary, boolean quickStart, boolean durable) {
        this.directory = directory;
        this.temporary = temporary;
        this.quickStart = quickStart;
        this.durable = durable;
        directory.create();
        this.secrets = Secrets.of(directory);
        this.endpoints = Endpoints.free();
        this.clock = new PlatformClock(directory.clock());
        this.tokens = new Tokens(endpoints.issuerUrl(), secrets.clientSecret());
    }

    /** Starts all parts; if one does not start, none is left running. */
    public static Platform start(PlatformOptions options) {
        QuietLog.warningsOfParts();
        Path root = options.directory().orElseGet(Platform::temporaryDirectory);
        Platform platform = new Platform(
                new StackDirectory(root), options.directory().isEmpty(), options.quickStart(), options.durable());
        try {
            options.now().ifPresent(platform.clock::set);
            platform.startParts(options);
            return platform;
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    private void startParts(PlatformOptions options) {
        postgres = startPostgres();
        parts.push(() -> Objects.requireNonNull(postgres).close());
        kafka = KafkaBroker.start(directory.kafka(), endpoints.kafka(), endpoints.kafkaController(), clock);
        parts.push(() -> Objects.requireNonNull(kafka).close());
        parts.push(Issuer.start(endpoints.issuer(), secrets.clientSecret(), SERVICE_TENANT.toString()));
        GraphSimulator started = Simulation.start(options, endpoints.graph(), secrets.graphSecret(), clock);
        simulator = started;
        parts.push(started);
    }

    private Postgres startPostgres() {
        List<Postgres.Database> databases = Arrays.stream(ServiceName.values())
                .map(service -> new Postgres.Database(service.database(), secrets.databasePassword(service)))
                .toList();
        return Postgres.start(
                directory.postgres(), endpoints.postgres(), secrets.postgresPassword(), databases, durable);
    }

    /** PostgreSQL crashes (kill -9) and comes back after a while. */
    public void crashPostgres(Duration away) throws InterruptedException {
        Objects.requireNonNull(postgres).kill();
        Thread.sleep(away);
        postgres = startPostgres();
    }

    /** What was written lies in PostgreSQL's files, as a few minutes later; for benchmarks of what comes next. */
    public void settlePostgres() {
        Objects.requireNonNull(postgres).checkpoint(secrets.postgresPassword());
    }

    /** A base backup of all databases, taken while they run. */
    public void backUpPostgres(Path target) {
        Objects.requireNonNull(postgres).backUp(secrets.postgresPassword(), target);
    }

    /** Another server on restored files, beside the running one. */
    public Postgres restorePostgres(Path backup) {
        return Postgres.start(backup, freePort(), secrets.postgresPassword(), List.of(), false);
    }

    /** A port of the loopback interface that nobody listens on at this moment. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KafkaProcess startKafkaApart() {
        return KafkaProcess.start(directory.kafka(), endpoints.kafka(), endpoints.kafkaController(), directory.clock());
    }

    /** Kafka goes on in a process of its own, which can be killed. */
    public void setKafkaApart() throws Exception {
        Objects.requireNonNull(kafka).close();
        kafka = startKafkaApart();
    }

    /** Kafka's process, set apart before. */
    public ProcessHandle kafkaProcess() {
        return apart().process();
    }

    /** The database server's process; its workers are its children. */
    public ProcessHandle postgresProcess() {
        return Objects.requireNonNull(postgres).process();
    }

    private KafkaProcess apart() {
        if (kafka instanceof KafkaProcess running) {
            return running;
        }
        throw new IllegalStateException("Kafka runs in this JVM.");
    }

    /** Kafka, set apart before, crashes (kill -9) and comes back after a while. */
    public void crashKafka(Duration away) throws InterruptedException {
        apart().kill();
        Thread.sleep(away);
        kafka = startKafkaApart();
    }

    /** Where everything listens. */
    public Endpoints endpoints() {
        return endpoints;
    }

    public int postgresPort() {
        return endpoints.postgres();
    }

    public String kafkaBootstrap() {
        return endpoints.kafkaBootstrap();
    }

    public URI issuerUrl() {
        return endpoints.issuerUrl();
    }

    public URI graphUrl() {
        return endpoints.graphUrl();
    }

    /** The simulator's own side ({@code /_sim}): truth ledger, request log, faults. */
    public URI simulatorUrl() {
        return endpoints.simulatorUrl();
    }

    /** The simulator itself, for comparing answers with what is true. */
    public GraphSimulator simulator() {
        return Objects.requireNonNull(simulator, "not started");
    }

    /** Where a service answers once it is started. */
    public URI url(ServiceName service) {
        return endpoints.url(service);
    }

    /** A person's address for all pages; the gateway behind it starts when it is first asked for. */
    public synchronized URI pagesUrl() {
        if (gateway == null) {
            gateway = Gateway.start(endpoints.pages(), endpoints.services());
            parts.push(gateway);
        }
        return endpoints.pagesUrl();
    }

    public PlatformClock clock() {
        return clock;
    }

    public Tokens tokens() {
        return tokens;
    }

    public StackDirectory directory() {
        return directory;
    }

    /** A service's configuration, secrets included. */
    public Map<String, String> configFor(ServiceName service) {
        return started(service, endpoints.configFor(service, directory, secrets));
    }

    /** The same where all four services run. */
    public Map<String, String> configForWhole(ServiceName service) {
        return started(service, endpoints.configForWhole(service, directory, secrets));
    }

    private Map<String, String> started(ServiceName service, Map<String, String> config) {
        if (quickStart) {
            config.put("java.tool.options", String.join(" ", quickStart(service)));
        } else {
            // As in the chart's pods, instead of a small machine's: of what sets options, this comes last.
            boolean large = service == ServiceName.INGESTION || service == ServiceName.INSIGHTS;
            config.put("_java.options", large ? "-Xmx665m" : "-Xmx332m");
        }
        return config;
    }

    /**
     * The first compiler only, and the classes as an earlier process of the service loaded them: the first one that ends in
     * order leaves them in a file, which the JVM makes anew where it does not fit any more.
     */
    private static List<String> quickStart(ServiceName service) {
        Path classes = Checkout.root().resolve(service.folder()).resolve("target/quick-start.jsa");
        return List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=\"" + classes + '"',
                "-Xlog:cds=off,cds+dynamic=off");
    }

    /** Starts a packaged service on this platform and waits until it is ready. */
    public ServiceProcess start(ServiceName service) {
        return ServiceProcess.start(service, configFor(service), directory);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new IllegalStateException("a part did not stop", e) : failure;
            }
        }
        if (temporary) {
            StackDirectory.delete(directory.root());
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("rapport-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
