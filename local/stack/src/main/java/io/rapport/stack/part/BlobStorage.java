package io.rapport.stack.part;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A container of Azure Blob Storage as its REST contract is published, as far as a backup store needs it: put, list with
 * versions and soft-deleted blobs, get, delete of a version. Versioning, soft delete and immutability can be switched on,
 * which are what makes a deletion there less than it seems. The SDK is real; the storage is not.
 */
public final class BlobStorage implements AutoCloseable {

    private static final String CONTAINER = "/account/backups";
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final HttpServer server;
    private final List<Version> versions = new ArrayList<>();
    private final AtomicInteger made = new AtomicInteger();

    /** Whether overwritten and deleted blobs stay as versions. */
    public volatile boolean versioning;
    /** Whether deleted blobs and versions stay for a while. */
    public volatile boolean softDelete;
    /** Whether nothing may be deleted yet. */
    public volatile boolean immutable;

    private static final class Version {
        private final String name;
        private final String id;
        private final byte[] content;
        private final Instant at;
        private boolean current = true;
        private boolean deleted;

        private Version(String name, String id, byte[] content, Instant at) {
            this.name = name;
            this.id = id;
            this.content = content;
            this.at = at;
        }
    }

    private BlobStorage(HttpServer server) {
        this.server = server;
    }

    /** On a free port of the loopback. */
    public static BlobStorage start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            BlobStorage storage = new BlobStorage(server);
            server.createContext("/", storage::answer);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return storage;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The container with a token of the kind that grants access to it. */
    public URI container() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + CONTAINER
                + "?sv=2024-11-04&sr=c&sp=rwdxl&sig=simulated");
    }

    /** Names of the blobs that are there, versions and deleted ones left out. */
    public synchronized List<String> names() {
        return versions.stream()
                .filter(version -> version.current && !version.deleted)
                .map(version -> version.name)
                .toList();
    }

    /** The content of a blob that is there. */
    public synchronized byte[] content(String name) {
        return versions.stream()
                .filter(version -> version.current && !version.deleted && version.name.equals(name))
                .findFirst()
                .orElseThrow()
                .content
                .clone();
    }

    /** What soft delete and versions have kept runs out. */
    public synchronized void forget() {
        versions.removeIf(version -> version.deleted || !version.current);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().set("x-ms-request-id", "simulated");
            exchange.getResponseHeaders().set("x-ms-version", "2024-11-04");
            if (!"simulated".equals(query.get("sig"))) {
                error(exchange, 403, "AuthenticationFailed");
            } else if ("list".equals(query.get("comp"))) {
                send(exchange, 200, list(query.getOrDefault("include", "")));
            } else {
                blob(exchange, path.substring(CONTAINER.length() + 1), query, body);
            }
        }
    }

    private void blob(HttpExchange exchange, String name, Map<String, String> query, byte[] body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> put(exchange, name, body);
            case "DELETE" -> delete(exchange, name, query.get("versionid"));
            case "GET", "HEAD" -> error(exchange, 404, "BlobNotFound");
            default -> error(exchange, 405, "UnsupportedHttpVerb");
        }
    }

    private void put(HttpExchange exchange, String name, byte[] body) throws IOException {
        Instant now = Instant.now();
        supersede(name);
        String id = VERSION.format(now.plusNanos(made.incrementAndGet() * 100L));
        versions.add(new Version(name, id, body, now));
        exchange.getResponseHeaders().set("ETag", "\"" + id + "\"");
        exchange.getResponseHeaders().set("Last-Modified", HTTP_DATE.format(now));
        exchange.getResponseHeaders().set("x-ms-request-server-encrypted", "true");
        exchange.sendResponseHeaders(201, -1);
    }

    private void supersede(String name) {
        versions.stream()
                .filter(version -> version.name.equals(name) && version.current && !version.deleted)
                .forEach(version -> version.current = false);
        if (!versioning) {
            versions.removeIf(version -> version.name.equals(name) && !version.current);
        }
    }

    private void delete(HttpExchange exchange, String name, @Nullable String id) throws IOException {
        Version found = versions.stream()
                .filter(version -> version.name.equals(name)
                        && !version.deleted
                        && (id == null ? version.current : version.id.equals(id)))
                .findFirst()
                .orElse(null);
        if (found == null) {
            error(exchange, 404, "BlobNotFound");
        } else if (immutable) {
            error(exchange, 409, "BlobImmutableDueToPolicy");
        } else {
            if (id == null && versioning) {
                found.current = false;
            } else if (softDelete) {
                found.deleted = true;
            } else {
                versions.remove(found);
            }
            exchange.sendResponseHeaders(202, -1);
        }
    }

    private String list(String include) {
        List<String> with = Arrays.asList(include.split(","));
        String blobs = versions.stream()
                .filter(version -> version.current || with.contains("versions"))
                .filter(version -> !version.deleted || with.contains("deleted"))
                .map(BlobStorage::xml)
                .collect(Collectors.joining());
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ContainerName=\"backups\"><Blobs>" + blobs
                + "</Blobs><NextMarker/></EnumerationResults>";
    }

    private static String xml(Version version) {
        String date = HTTP_DATE.format(version.at);
        return "<Blob><Name>" + version.name + "</Name><VersionId>" + version.id + "</VersionId>"
                + (version.current ? "<IsCurrentVersion>true</IsCurrentVersion>" : "")
                + (version.deleted ? "<Deleted>true</Deleted>" : "") + "<Properties><Creation-Time>" + date
                + "</Creation-Time><Last-Modified>" + date + "</Last-Modified><Etag>" + version.id
                + "</Etag><Content-Length>" + version.content.length
                + "</Content-Length><Content-Type>application/octet-stream</Content-Type><BlobType>BlockBlob</BlobType>"
                + "</Properties></Blob>";
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().set("x-ms-error-code", code);
        send(exchange, status, "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code + "</Code></Error>");
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                query.put(
                        equals < 0 ? pair : pair.substring(0, equals),
                        equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
