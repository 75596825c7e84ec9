package io.rapport.stack.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rapport.stack.Endpoints;
import io.rapport.stack.ServiceName;
import io.rapport.stack.Tokens;
import io.rapport.stack.cli.process.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Calls services with the tokens of one tenant's people. Tokens are fetched anew every half hour. */
public final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long TOKEN_LIFE_NANOS = Duration.ofMinutes(30).toNanos();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Endpoints endpoints;
    private final Tokens tokens;
    private final UUID tenant;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    private record Held(String token, long since) {}

    public Api(Endpoints endpoints, Tokens tokens, UUID tenant) {
        this.endpoints = endpoints;
        this.tokens = tokens;
        this.tenant = tenant;
    }

    /** One call, not sent yet. */
    public final class Call {

        private final HttpRequest.Builder request;
        private final URI uri;

        private Call(URI uri) {
            this.uri = uri;
            this.request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        }

        public Call header(String name, String value) {
            request.setHeader(name, value);
            return this;
        }

        public Answer get() {
            return send("GET", HttpRequest.BodyPublishers.noBody());
        }

        public Answer delete() {
            return send("DELETE", HttpRequest.BodyPublishers.noBody());
        }

        public Answer put(Object json) {
            return send("PUT", body(json));
        }

        public Answer post(Object json) {
            return send("POST", body(json));
        }

        private HttpRequest.BodyPublisher body(Object json) {
            request.setHeader("Content-Type", "application/json");
            try {
                return HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(json));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }

        private Answer send(String method, HttpRequest.BodyPublisher body) {
            try {
                HttpResponse<String> response =
                        http.send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofString());
                return new Answer(
                        response.statusCode(),
                        parse(response.body()),
                        response.body(),
                        response.headers().firstValue("ETag"));
            } catch (IOException e) {
                throw new Failure(uri.getAuthority() + " does not answer.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure("Interrupted.", e);
            }
        }
    }

    public Call asAdmin(ServiceName service, String path) {
        return as("admin", () -> tokens.admin(tenant), service, path);
    }

    public Call asSeller(ServiceName service, String path) {
        return as("seller", () -> tokens.seller(tenant), service, path);
    }

    public Call asOps(ServiceName service, String path) {
        return as("ops", () -> tokens.ops(tenant), service, path);
    }

    public Call asService(ServiceName service, String path) {
        return as("service", tokens::service, service, path);
    }

    /** As a user of the directory, known by id. */
    public Call asUser(UUID user, ServiceName service, String path) {
        return as(user.toString(), () -> tokens.user(tenant, user), service, path);
    }

    public Call asNobody(ServiceName service, String path) {
        return new Call(endpoints.url(service).resolve(path));
    }

    /** The simulator's own side, for what is true. */
    public Answer simulator(String path) {
        return new Call(URI.create(endpoints.simulatorUrl() + path)).get();
    }

    private Call as(String who, Supplier<String> token, ServiceName service, String path) {
        long now = System.nanoTime();
        Held current = held.compute(
                who,
                (key, old) -> old != null && now - old.since < TOKEN_LIFE_NANOS ? old : new Held(token.get(), now));
        return asNobody(service, path).header("Authorization", "Bearer " + current.token);
    }

    private static JsonNode parse(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
