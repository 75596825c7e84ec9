package io.rapport.stack;

import io.rapport.stack.part.Issuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Which port of 127.0.0.1 each part has, and what a service must be told to find the others. */
public record Endpoints(
        int postgres,
        int kafka,
        int kafkaController,
        int issuer,
        int graph,
        int pages,
        Map<ServiceName, Integer> services) {

    /** All on free ports. */
    public static Endpoints free() {
        List<Integer> ports = freePorts(10);
        Map<ServiceName, Integer> services = new EnumMap<>(ServiceName.class);
        for (ServiceName service : ServiceName.values()) {
            services.put(service, ports.get(6 + service.ordinal()));
        }
        return new Endpoints(
                ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4), ports.get(5), services);
    }

    /**
     * The services at {@code base} and the three after it, the pages at base + 4, Graph at base + 8, the issuer at
     * base + 9; the rest free.
     */
    public static Endpoints from(int base) {
        List<Integer> ports = freePorts(3);
        Map<ServiceName, Integer> services = new EnumMap<>(ServiceName.class);
        for (ServiceName service : ServiceName.values()) {
            services.put(service, base + service.ordinal());
        }
        return new Endpoints(ports.get(0), ports.get(1), ports.get(2), base + 9, base + 8, base + 4, services);
    }

    /** A port among these that someone else has; empty if all can be had. */
    public OptionalInt taken() {
        return Stream.concat(
                        Stream.of(postgres, kafka, kafkaController, issuer, graph, pages), services.values().stream())
                .mapToInt(Integer::intValue)
                .filter(port -> !isFree(port))
                .findFirst();
    }

    public String kafkaBootstrap() {
        return "127.0.0.1:" + kafka;
    }

    /** Discovery and token endpoint hang under this. */
    public URI issuerUrl() {
        return URI.create("http://127.0.0.1:" + issuer + "/" + Issuer.ISSUER_ID);
    }

    /** Where a person finds all pages. */
    public URI pagesUrl() {
        return URI.create("http://127.0.0.1:" + pages);
    }

    /** Microsoft Graph's root with its version. */
    public URI graphUrl() {
        return URI.create("http://127.0.0.1:" + graph + "/v1.0");
    }

    /** The simulator's own side: truth ledger, request log, faults. */
    public URI simulatorUrl() {
        return URI.create("http://127.0.0.1:" + graph + "/_sim");
    }

    public int port(ServiceName service) {
        Integer port = services.get(service);
        if (port == null) {
            throw new IllegalArgumentException(service + " has no port");
        }
        return port;
    }

    public URI url(ServiceName service) {
        return URI.create("http://127.0.0.1:" + port(service));
    }

    /** The configuration of one service, under the names it has in production too. */
    public Map<String, String> configFor(ServiceName service, StackDirectory directory, Secrets secrets) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("quarkus.http.host", "127.0.0.1");
        config.put("quarkus.http.port", Integer.toString(port(service)));
        config.put("rapport.database.host", "127.0.0.1");
        config.put("rapport.database.port", Integer.toString(postgres));
        config.put("rapport.database.name", service.database());
        config.put("quarkus.datasource.username", service.database());
        config.put("quarkus.datasource.password", secrets.databasePassword(service));
        config.put("kafka.bootstrap.servers", kafkaBootstrap());
        config.put("rapport.oidc.url", issuerUrl().toString());
        config.put("rapport.oidc.issuer-template", Issuer.issuerTemplate(issuer));
        config.put("rapport.oidc.client-id", Issuer.SERVICE_CLIENT);
        config.put("rapport.oidc.client-secret", secrets.clientSecret());
        config.put("rapport.pages.client-id", Issuer.PAGES_CLIENT);
        config.put("rapport.pages.client-secret", secrets.clientSecret());
        config.put("rapport.pages.session-secret", secrets.sessionSecret());
        config.put("rapport.consent-service.url", url(ServiceName.CONSENT).toString());
        config.put("rapport.clock.file", directory.clock().toString());
        config.put("rapport.lease.poll", "1s");
        config.put("rapport.lease.validity", "8s");
        switch (service) {
            case CONSENT -> {
                putGraph(config, secrets);
                config.put("rapport.keys.root-file", directory.rootKey().toString());
                config.put("rapport.keys.ring-dir", directory.ring().toString());
                config.put("rapport.directory.poll", "2s");
            }
            case INGESTION -> putGraph(config, secrets);
            case INSIGHTS ->
                config.put("rapport.backup.dir", directory.backups().toString());
            case PURGE -> {
                config.put("rapport.backup.dir", directory.backups().toString());
                config.put("rapport.backup.check", "2s");
                config.put(
                        "rapport.backup.database-dir", directory.baseBackups().toString());
                config.put(
                        "rapport.certificate.key-file",
                        directory.certificateKey().toString());
                config.put(
                        "rapport.ingestion-service.url",
                        url(ServiceName.INGESTION).toString());
                config.put(
                        "rapport.insights-service.url",
                        url(ServiceName.INSIGHTS).toString());
            }
        }
        return config;
    }

    /** The same where all four services run: who holds data asks purge-service at every start what was deleted. */
    public Map<String, String> configForWhole(ServiceName service, StackDirectory directory, Secrets secrets) {
        Map<String, String> config = configFor(service, directory, secrets);
        if (service == ServiceName.INGESTION || service == ServiceName.INSIGHTS) {
            config.put("rapport.purge-service.url", url(ServiceName.PURGE).toString());
        }
        return config;
    }

    private void putGraph(Map<String, String> config, Secrets secrets) {
        config.put("rapport.graph.url", graphUrl().toString());
        config.put("rapport.graph.login-url", "http://127.0.0.1:" + graph);
        config.put("rapport.graph.client-id", Platform.GRAPH_CLIENT);
        config.put("rapport.graph.client-secret", secrets.graphSecret());
    }

    /** All held at once before any is let go, so that they differ. */
    private static List<Integer> freePorts(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            InetAddress loopback = InetAddress.getByName("127.0.0.1");
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, loopback));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(Endpoints::close);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
