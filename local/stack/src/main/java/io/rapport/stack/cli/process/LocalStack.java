package io.rapport.stack.cli.process;

import io.rapport.stack.Endpoints;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformClock;
import io.rapport.stack.Secrets;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import io.rapport.stack.cli.screen.Screen;
import io.rapport.stack.part.GatewayMain;
import io.rapport.stack.part.IssuerMain;
import io.rapport.stack.part.KafkaMain;
import io.rapport.stack.part.Postgres;
import io.rapport.stack.part.QuietLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The whole stack, each part a process of its own. Starts in parallel where it can; stops in order, once. */
public final class LocalStack implements AutoCloseable {

    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final StackHome home;
    private final Endpoints endpoints;
    private final Secrets secrets;
    private final PlatformClock clock;
    private final Map<String, ProcessHandle> processes = new LinkedHashMap<>();
    private @Nullable Postgres postgres;
    private final Object postgresTurn = new Object();
    private final Object stopTurn = new Object();
    private boolean stopping;
    private boolean stopped;

    private LocalStack(StackHome home, Endpoints endpoints) {
        this.home = home;
        this.endpoints = endpoints;
        this.secrets = Secrets.of(home.directory());
        this.clock = new PlatformClock(home.directory().clock());
    }

    /** A stack in a directory that this launcher holds; nothing runs yet. */
    public static LocalStack prepare(StackHome home, Endpoints endpoints) {
        QuietLog.toFile(home.directory().log("launcher"));
        return new LocalStack(home, endpoints);
    }

    /**
     * Starts all processes. Close the stack even if this fails.
     *
     * @param services false starts only the parts around the services
     */
    public void start(SimulatorSettings mail, boolean services, Screen screen) {
        if (!Files.exists(home.directory().clock())) {
            mail.now().ifPresent(clock::set);
        }
        try (Steps steps = new Steps(screen, this::isStopping)) {
            steps.together(
                    steps.step("PostgreSQL       ", this::startPostgres),
                    steps.step("Kafka            ", this::startKafka),
                    steps.step("Token issuer     ", this::startIssuer),
                    steps.step("Graph simulator  ", () -> startSimulator(mail)));
            if (services) {
                steps.together(Arrays.stream(ServiceName.values())
                        .map(service ->
                                steps.step(String.format("%-17s", service.folder()), () -> startService(service)))
                        .toArray(Runnable[]::new));
            }
            steps.together(steps.step("Pages            ", this::startGateway));
        }
        new RunningStack(ProcessHandle.current().pid(), home.directory(), endpoints).write();
    }

    public RunningStack running() {
        return new RunningStack(ProcessHandle.current().pid(), home.directory(), endpoints);
    }

    /** Says so when a part ends that should not have. Called at most once. */
    public void onCrash(Consumer<String> listener) {
        List<CompletableFuture<String>> ends = new ArrayList<>();
        synchronized (processes) {
            processes.forEach((name, process) -> ends.add(process.onExit().thenApply(ended -> name)));
        }
        // On a thread of its own: the listener ends the JVM, and the pool that tells of ends is needed for that.
        CompletableFuture.anyOf(ends.toArray(CompletableFuture[]::new))
                .thenAcceptAsync(
                        name -> {
                            if (!isStopping()) {
                                listener.accept(name + " ended unexpectedly; see "
                                        + home.directory().log((String) name) + ".");
                            }
                        },
                        task -> Thread.ofPlatform().name("crash").start(task));
    }

    /** Stops services first and PostgreSQL last, then lets the directory go. */
    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
        }
        // Who comes second waits until the first is through: the JVM must not end before.
        synchronized (stopTurn) {
            if (!stopped) {
                end(named(true));
                end(named(false));
                closePostgres();
                home.close();
                stopped = true;
            }
        }
    }

    private void closePostgres() {
        synchronized (postgresTurn) {
            if (postgres != null) {
                postgres.close();
            }
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private void startPostgres() {
        List<Postgres.Database> databases = Arrays.stream(ServiceName.values())
                .map(service -> new Postgres.Database(service.database(), secrets.databasePassword(service)))
                .toList();
        // Whoever stops the stack meanwhile waits for its turn, so that no server is left behind.
        synchronized (postgresTurn) {
            refuseIfStopping();
            postgres = Postgres.start(
                    home.directory().postgres(), endpoints.postgres(), secrets.postgresPassword(), databases, true);
            ProcessHandle.of(postmaster()).ifPresent(server -> register("postgresql", server));
        }
    }

    private long postmaster() {
        Path file = home.directory().postgres().resolve("postmaster.pid");
        try {
            return Long.parseLong(Files.readAllLines(file).getFirst().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startKafka() {
        child(
                "kafka",
                KafkaMain.class.getName(),
                List.of(
                        home.directory().kafka().toString(),
                        Integer.toString(endpoints.kafka()),
                        Integer.toString(endpoints.kafkaController()),
                        home.directory().clock().toString()),
                Map.of());
    }

    private void startIssuer() {
        child(
                "issuer",
                IssuerMain.class.getName(),
                List.of(Integer.toString(endpoints.issuer()), Platform.SERVICE_TENANT.toString()),
                Map.of(IssuerMain.CLIENT_SECRET, secrets.clientSecret()));
    }

    private void startSimulator(SimulatorSettings mail) {
        child(
                "simulator",
                SimulatorSettings.MAIN,
                mail.arguments(endpoints.graph(), home.firstStart(clock.now().truncatedTo(ChronoUnit.DAYS))),
                mail.environment(secrets));
    }

    private void startGateway() {
        child(
                "gateway",
                GatewayMain.class.getName(),
                GatewayMain.arguments(endpoints.pages(), endpoints.services()),
                Map.of());
    }

    private void child(String name, String main, List<String> arguments, Map<String, String> environment) {
        PartChild child;
        synchronized (this) {
            refuseIfStopping();
            child = PartChild.launch(name, main, arguments, environment, home.directory());
            register(name, child.process().toHandle());
        }
        child.awaitReady();
    }

    private void startService(ServiceName service) {
        ServiceProcess process;
        synchronized (this) {
            refuseIfStopping();
            process = ServiceProcess.launch(
                    service, endpoints.configForWhole(service, home.directory(), secrets), home.directory());
            register(service.folder(), process.process().toHandle());
        }
        try {
            process.awaitReady();
        } catch (IllegalStateException e) {
            throw new Failure(
                    service.folder() + " did not become ready; see "
                            + home.directory().log(service.folder()) + ".",
                    e);
        }
    }

    private void register(String name, ProcessHandle process) {
        home.note(name, process.pid());
        synchronized (processes) {
            processes.put(name, process);
        }
    }

    private void refuseIfStopping() {
        if (isStopping()) {
            throw new Failure("The stack is stopping.");
        }
    }

    private List<ProcessHandle> named(boolean services) {
        synchronized (processes) {
            return processes.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals("postgresql"))
                    .filter(entry -> entry.getKey().endsWith("-service") == services)
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    /** All at once, and by force whoever does not go in time. */
    private static void end(List<ProcessHandle> ending) {
        ending.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + STOP_NANOS;
        while (ending.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        ending.forEach(ProcessHandle::destroyForcibly);
    }
}
