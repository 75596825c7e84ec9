package io.rapport.simulator;

import io.rapport.simulator.http.Faults;
import io.rapport.simulator.http.FederatedCredential;
import io.rapport.simulator.http.GraphServer;
import io.rapport.simulator.http.Latency;
import io.rapport.simulator.http.Limits;
import io.rapport.simulator.http.RequestLog;
import io.rapport.simulator.source.DataFile;
import io.rapport.simulator.source.SyntheticTenant;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A running simulator. */
public final class GraphSimulator implements AutoCloseable {

    /** The first tenant: synthetic, or from a file. */
    public static final UUID TENANT = UUID.fromString("11111111-1111-4111-8111-111111111111");

    /** A second licensed tenant, small and synthetic. */
    public static final UUID OTHER_TENANT = UUID.fromString("22222222-2222-4222-8222-222222222222");

    /** Without the licences that consent needs. */
    public static final UUID UNLICENSED_TENANT = UUID.fromString("33333333-3333-4333-8333-333333333333");

    private static final int OTHER_MAILBOXES = 3;
    private static final int OTHER_EMAILS = 15;
    private static final int EVENT_LOOPS = 2;

    private final Vertx vertx;
    private final int port;
    private final Map<UUID, SimulatedTenant> tenants;
    private final GraphServer.Weather weather =
            new GraphServer.Weather(new RequestLog(), new Faults(), new Limits(System::nanoTime), new Latency());

    private final GraphServer.Tokens tokens;

    private GraphSimulator(Vertx vertx, int port, Map<UUID, SimulatedTenant> tenants, GraphServer.Tokens tokens) {
        this.tokens = tokens;
        this.vertx = vertx;
        this.port = port;
        this.tenants = tenants;
    }

    /**
     * Makes the tenants and listens on 127.0.0.1.
     *
     * @throws IllegalArgumentException if the data file is not in the format
     */
    public static GraphSimulator start(SimulatorOptions options) {
        Map<UUID, SimulatedTenant> tenants = new ConcurrentHashMap<>(Map.of(
                TENANT,
                first(options),
                OTHER_TENANT,
                SyntheticTenant.make(OTHER_TENANT, OTHER_MAILBOXES, OTHER_EMAILS, options.seed() + 1, options.now()),
                UNLICENSED_TENANT,
                SyntheticTenant.unlicensed(UNLICENSED_TENANT)));
        int port = options.port() == 0 ? freePort() : options.port();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
        GraphServer.Tokens tokens = new GraphServer.Tokens(options.clientSecret(), options.appRoles());
        GraphSimulator simulator = new GraphSimulator(vertx, port, tenants, tokens);
        try {
            vertx.deployVerticle(
                            () -> new GraphServer(port, tenants, tokens, simulator.weather),
                            new DeploymentOptions().setInstances(EVENT_LOOPS))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException
                | java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            simulator.close();
            throw new IllegalStateException("The simulator cannot listen on port " + port + ".", e);
        }
        return simulator;
    }

    private static SimulatedTenant first(SimulatorOptions options) {
        return options.data()
                .map(file -> {
                    try {
                        return DataFile.load(TENANT, file, options.internalDomains());
                    } catch (IOException e) {
                        throw new UncheckedIOException("The data file cannot be read.", e);
                    }
                })
                .orElseGet(() -> SyntheticTenant.make(
                        TENANT, options.mailboxes(), options.emailsPerMonth(), options.seed(), options.now()));
    }

    /** Root without version. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What a tenant really holds, for comparisons. */
    public SimulatedTenant tenant(UUID id) {
        SimulatedTenant tenant = tenants.get(id);
        if (tenant == null) {
            throw new IllegalArgumentException("There is no tenant " + id + ".");
        }
        return tenant;
    }

    /** Adds a tenant, or puts a changed one in the place of the old: from the next request on it is what Graph knows. */
    public void put(SimulatedTenant tenant) {
        tenants.put(tenant.id(), tenant);
    }

    /** From now on such a workload's token proves what the application's secret does. */
    public void trust(FederatedCredential credential) {
        tokens.trust(credential);
    }

    /** Which clouds' tokens have been shown, as audiences. */
    public java.util.Set<String> audiences() {
        return tokens.shown();
    }

    public RequestLog log() {
        return weather.log();
    }

    public Faults faults() {
        return weather.faults();
    }

    public Limits limits() {
        return weather.limits();
    }

    public Latency latency() {
        return weather.latency();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
