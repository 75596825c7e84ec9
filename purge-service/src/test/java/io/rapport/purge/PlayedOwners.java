package io.rapport.purge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * Plays the owners of data that the real ones never are: they confirm what they have not done, hold something back, answer
 * about something else, or are not there.
 */
public final class PlayedOwners implements QuarkusTestResourceLifecycleManager {

    /** How they answer now. */
    enum Mood {
        HONEST,
        REFUSING,
        LYING,
        EVASIVE,
        AWAY
    }

    static volatile Mood mood = Mood.HONEST;
    /** Where they are, for whoever else is to ask them. */
    static volatile Map<String, String> config = Map.of();

    static final List<String> ORDERS = new CopyOnWriteArrayList<>();
    /** How many rows each holds of a case, to begin with. */
    static final int ROWS = 7;

    private static final Set<String> DROPPED = ConcurrentHashMap.newKeySet();

    private final ObjectMapper json = new ObjectMapper();
    private @org.jspecify.annotations.Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        HttpServer started;
        try {
            started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        started.createContext("/", this::answer);
        started.start();
        server = started;
        String url = "http://127.0.0.1:" + started.getAddress().getPort();
        config = Map.of(
                "quarkus.rest-client.ingestion-owner.url", url + "/INGESTION",
                "quarkus.rest-client.insights-owner.url", url + "/INSIGHTS");
        return config;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (mood == Mood.AWAY) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            String[] path = exchange.getRequestURI().getPath().split("/");
            String owner = path[1];
            byte[] body = json.writeValueAsBytes(
                    switch (path[3]) {
                        case "purge-commands" -> receipt(json.readTree(exchange.getRequestBody()));
                        case "remains" -> remains(path[4], owner);
                        default -> List.of();
                    });
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, Object> receipt(JsonNode command) {
        String step = command.path("step").asText();
        ORDERS.add(step);
        boolean done = mood != Mood.REFUSING;
        String owner = command.path("owner").asText();
        boolean drops = step.equals("DROP") && done;
        // Whoever drops again finds nothing to count.
        boolean counts =
                drops && DROPPED.add(owner + command.path("deletionCase").asText());
        return Map.of(
                "deletionCase",
                command.path("deletionCase").asText(),
                "te",
                command.path("te").asText(),
                "step",
                step,
                "owner",
                owner,
                "done",
                done,
                "at",
                command.path("orderedAt").asText(),
                "assets",
                drops ? List.of(rows(owner, counts ? ROWS : 0)) : List.of(),
                "detail",
                done ? "" : "not now");
    }

    private static Map<String, Object> remains(String te, String owner) {
        int left = mood == Mood.LYING ? 3 : 0;
        return Map.of(
                "te",
                mood == Mood.EVASIVE ? "0000000000000001" : te,
                "owner",
                owner,
                "assets",
                List.of(rows(owner, left)));
    }

    private static Map<String, Object> rows(String owner, int count) {
        return Map.of("asset", owner.toLowerCase(java.util.Locale.ROOT) + ".rows", "method", "drop", "count", count);
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
