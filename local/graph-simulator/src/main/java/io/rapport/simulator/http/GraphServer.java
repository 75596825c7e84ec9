package io.rapport.simulator.http;

import io.rapport.simulator.tenant.SimulatedTenant;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes requests: authenticates, lets faults happen, routes, answers with Graph's headers and logs what was served. */
public final class GraphServer extends AbstractVerticle {

    private static final String VERSION = "v1.0";
    private static final String TOKEN_PATH = "oauth2/v2.0/token";

    private final int port;
    private final Map<UUID, SimulatedTenant> tenants;
    private final TokenEndpoint tokens;
    private final RequestLog log;
    private final Faults faults;
    private final Limits limits;
    private final Latency latency;
    private final OwnSide ownSide;
    private @Nullable HttpServer server;

    /** @param port a fixed one: instances share it */
    public GraphServer(int port, Map<UUID, SimulatedTenant> tenants, Tokens tokens, Weather weather) {
        this.port = port;
        this.tenants = tenants;
        this.tokens = tokens.endpoint;
        this.log = weather.log();
        this.faults = weather.faults();
        this.limits = weather.limits();
        this.latency = weather.latency();
        this.ownSide = new OwnSide(tenants, log, faults);
    }

    /** What all instances share: what was asked, what goes wrong, what is allowed, how long it takes. */
    public record Weather(RequestLog log, Faults faults, Limits limits, Latency latency) {}

    /** Issues and checks the application's tokens; one for all instances of the server. */
    public static final class Tokens {

        private final TokenEndpoint endpoint;

        public Tokens(String clientSecret, java.util.Set<String> appRoles) {
            this.endpoint = new TokenEndpoint(clientSecret, appRoles);
        }

        /** From now on such a workload's token proves what the secret does. */
        public void trust(FederatedCredential credential) {
            endpoint.trust(credential);
        }

        /** Which clouds' tokens have been shown, as audiences. */
        public java.util.Set<String> shown() {
            return endpoint.shown();
        }
    }

    @Override
    public void start(Promise<Void> started) {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(port);
        HttpServer created = vertx.createHttpServer(options)
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)));
        server = created;
        created.listen().<Void>mapEmpty().onComplete(started);
    }

    @Override
    public void stop(Promise<Void> stopped) {
        if (server == null) {
            stopped.complete();
        } else {
            server.close().onComplete(stopped);
        }
    }

    private void handle(HttpServerRequest request, Buffer body) {
        String requestId = UUID.randomUUID().toString();
        List<String> path = segments(request.path());
        Map<String, String> query = pairs(request.query());
        Optional<String> mailbox = Router.mailbox(path);
        Optional<Limits.Admission> admission = mailbox.map(limits::enterMailbox);
        Answer answer;
        try {
            answer = dispatch(request, path, query, body.getBytes(), admission);
        } catch (GraphError e) {
            answer = envelope(e, requestId, request.getHeader("client-request-id"));
        } catch (IllegalArgumentException | DateTimeException e) {
            answer = envelope(GraphError.invalidQuery("Malformed request."), requestId, null);
        } catch (RuntimeException e) {
            answer = envelope(new GraphError(500, "UnknownError", "An unexpected error occurred."), requestId, null);
        }
        Answer ready = answer;
        Runnable respond = () -> {
            mailbox.ifPresent(limits::leave);
            respond(request, ready, requestId);
        };
        long millis = mailbox.isPresent() ? latency.millis(query) : 0;
        if (millis == 0) {
            respond.run();
        } else {
            vertx.setTimer(millis, timer -> respond.run());
        }
    }

    private Answer dispatch(
            HttpServerRequest request,
            List<String> path,
            Map<String, String> query,
            byte[] body,
            Optional<Limits.Admission> admission) {
        String method = request.method().name();
        if (!path.isEmpty() && "_sim".equals(path.getFirst())) {
            return ownSide.answer(method, path.subList(1, path.size()), query, body);
        }
        if (path.size() > 1 && TOKEN_PATH.equals(String.join("/", path.subList(1, path.size())))) {
            Map<String, String> form = pairs(new String(body, StandardCharsets.UTF_8));
            basicCredentials(request.getHeader("Authorization"), form);
            return token(path.getFirst(), form);
        }
        if (path.equals(List.of(VERSION, "$batch")) && "POST".equals(method)) {
            return Batch.answer(body, (partPath, partQuery) -> part(request, partPath, partQuery));
        }
        if (path.isEmpty() || !VERSION.equals(path.getFirst()) || !"GET".equals(method)) {
            throw new GraphError(400, "BadRequest", "Resource not found for the segment.");
        }
        return graph(request, path.subList(1, path.size()), query, admission);
    }

    /** One request of several: counted, refused and logged like any other. */
    private Answer part(HttpServerRequest request, String path, String encodedQuery) {
        List<String> segments = segments("/" + VERSION + path);
        Optional<String> mailbox = Router.mailbox(segments);
        try {
            return graph(
                    request,
                    segments.subList(1, segments.size()),
                    pairs(encodedQuery),
                    mailbox.map(limits::enterMailbox));
        } finally {
            mailbox.ifPresent(limits::leave);
        }
    }

    private Answer token(String tenant, Map<String, String> form) {
        try {
            UUID id = UUID.fromString(tenant);
            return tenants.containsKey(id) ? tokens.issue(id, form) : TokenEndpoint.refused(400, "invalid_request");
        } catch (IllegalArgumentException e) {
            return TokenEndpoint.refused(400, "invalid_request");
        }
    }

    /** A client may show its secret in the form or, as OAuth prefers, by HTTP Basic. */
    private static void basicCredentials(@Nullable String authorization, Map<String, String> form) {
        if (authorization != null && authorization.startsWith("Basic ")) {
            String decoded = new String(
                    Base64.getDecoder().decode(authorization.substring("Basic ".length())), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            if (colon > 0) {
                form.put("client_id", URLDecoder.decode(decoded.substring(0, colon), StandardCharsets.UTF_8));
                form.put("client_secret", URLDecoder.decode(decoded.substring(colon + 1), StandardCharsets.UTF_8));
            }
        }
    }

    private Answer graph(
            HttpServerRequest request,
            List<String> path,
            Map<String, String> query,
            Optional<Limits.Admission> ofMailbox) {
        TokenEndpoint.Granted granted = tokens.verify(
                Optional.ofNullable(request.getHeader("Authorization")).orElse(""));
        SimulatedTenant tenant = Optional.ofNullable(tenants.get(granted.tenant()))
                .orElseThrow(() -> new GraphError(401, "InvalidAuthenticationToken", "Unknown tenant."));
        Router.Named named = Router.Named.of(path);
        int status = 200;
        Limits.Admission admission = ofMailbox.orElseGet(
                () -> limits.enterDirectory(tenant.id(), tenant.users().size(), Router.cost(path, query)));
        try {
            refuseIfTooMuch(request, admission);
            Answer answer = withFaults(
                    request,
                    new Call(
                            tenant,
                            granted.roles(),
                            path,
                            query,
                            name -> Optional.ofNullable(request.getHeader(name)),
                            request.scheme() + "://" + request.authority() + "/" + VERSION));
            status = answer.status();
            return answer;
        } catch (GraphError e) {
            status = e.status();
            throw e;
        } finally {
            log.add(tenant.id(), named.object(), named.kind(), query.get("$select"), status, admission.running());
        }
    }

    private static void refuseIfTooMuch(HttpServerRequest request, Limits.Admission admission) {
        HttpServerResponse response = request.response();
        if (admission.share() > 0) {
            response.putHeader("x-ms-resource-unit", Long.toString(admission.units()));
            double used = (double) admission.units() / admission.share();
            if (used >= 0.8) {
                response.putHeader("x-ms-throttle-limit-percentage", "%.2f".formatted(Math.min(1.8, used)));
            }
        }
        if (admission.refused()) {
            response.putHeader("Retry-After", Long.toString(admission.retryAfter()));
            if (admission.share() > 0) {
                response.putHeader("x-ms-throttle-scope", "Tenant_Application/ReadWrite");
                response.putHeader("x-ms-throttle-information", "ResourceUnitLimitExceeded");
                throw new GraphError(429, "TooManyRequests", "Too many requests.");
            }
            throw new GraphError(
                    429, "ApplicationThrottled", "Application is over its MailboxConcurrency or request limit.");
        }
    }

    private Answer withFaults(HttpServerRequest request, Call call) {
        Optional<Faults.Fault> fault = faults.next(request.uri());
        if (fault.isEmpty()) {
            refusePoison(call);
            return Router.route(call);
        }
        Faults.Fault happening = fault.get();
        if (happening.retryAfter() != null) {
            request.response().putHeader("Retry-After", happening.retryAfter());
        }
        return switch (happening.mode()) {
            case STATUS -> throw happening.error();
            case EMPTY -> new Answer(happening.status(), "", new byte[0]);
            case RESET -> RESET;
            case SHORT, LOOP, BROKEN_LINK -> OddPages.of(happening.mode(), call, Router.route(call));
            case TRUNCATE -> {
                Answer whole = Router.route(call);
                yield new Answer(TRUNCATED, whole.contentType(), whole.body(), whole.zipped());
            }
        };
    }

    /** The telling code is an inner one, as Exchange likes to have it. */
    private void refusePoison(Call call) {
        List<String> path = call.path();
        if (path.size() == 3
                && path.getFirst().equals("users")
                && path.getLast().equals("messages")) {
            TimeFilter range = TimeFilter.parse(call.query().get("$filter"));
            if (faults.poisoned(path.get(1), range.from(), range.until())) {
                throw new GraphError(500, "ErrorInternalServerError", "ErrorCorruptData", "Data is corrupt.");
            }
        }
    }

    private static final Answer RESET = new Answer(0, "", new byte[0]);
    private static final int TRUNCATED = -1;

    private static void respond(HttpServerRequest request, Answer answer, String requestId) {
        if (answer == RESET) {
            request.connection().close();
            return;
        }
        HttpServerResponse response = request.response();
        response.putHeader("request-id", requestId);
        response.putHeader(
                "client-request-id",
                Optional.ofNullable(request.getHeader("client-request-id")).orElse(requestId));
        response.putHeader(
                "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(systemTime().atOffset(ZoneOffset.UTC)));
        response.putHeader(
                "x-ms-ags-diagnostic",
                "{\"ServerInfo\":{\"DataCenter\":\"Simulated\",\"Slice\":\"E\",\"Ring\":\"1\",\"RoleInstance\":\"SIM1\"}}");
        if (!answer.contentType().isEmpty()) {
            response.putHeader("Content-Type", answer.contentType());
        }
        boolean zip = Optional.ofNullable(request.getHeader("Accept-Encoding"))
                        .filter(accepted -> accepted.contains("gzip"))
                        .isPresent()
                && (answer.zipped() || answer.worthZipping());
        byte[] sent = (zip ? answer.zip() : answer.plain()).body();
        if (zip) {
            response.putHeader("Content-Encoding", "gzip");
        }
        if (answer.status() == TRUNCATED) {
            response.setChunked(true);
            response.setStatusCode(200)
                    .write(Buffer.buffer(Arrays.copyOf(sent, sent.length / 2)))
                    .onComplete(written -> request.connection().close());
            return;
        }
        response.setStatusCode(answer.status()).end(Buffer.buffer(sent));
    }

    private static Answer envelope(GraphError error, String requestId, @Nullable String clientRequestId) {
        Answer body = Page.json(json -> {
            json.writeObjectFieldStart("error");
            json.writeStringField("code", error.code());
            json.writeStringField("message", error.getMessage());
            json.writeObjectFieldStart("innerError");
            if (!error.innerCode().isEmpty()) {
                json.writeStringField("code", error.innerCode());
            }
            json.writeStringField("date", systemTime().toString().substring(0, 19));
            json.writeStringField("request-id", requestId);
            json.writeStringField("client-request-id", clientRequestId == null ? requestId : clientRequestId);
            json.writeEndObject();
            json.writeEndObject();
        });
        return new Answer(error.status(), body.contentType(), body.body());
    }

    private static Instant systemTime() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8))
                .toList();
    }

    private static Map<String, String> pairs(@Nullable String encoded) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (encoded == null || encoded.isEmpty()) {
            return pairs;
        }
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            pairs.put(
                    URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return pairs;
    }
}
