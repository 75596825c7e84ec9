package io.rapport.ingestion.fetch;

import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.ApiException;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.graph.GraphClients;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests with the official SDK and hands over the raw stream. Retries are ours: the SDK's handler gives up on
 * 500 and 502, cuts long Retry-After values and turns odd ones into a few milliseconds. Whoever reads a mailbox reads
 * it alone, so waiting here is a fence for that mailbox and for no other. Blocks; for virtual threads.
 */
@Singleton
public class GraphReader {

    private static final Logger LOG = Logger.getLogger(GraphReader.class);
    private static final Duration BASE = Duration.ofMillis(500);
    private static final Duration CAP = Duration.ofSeconds(30);
    private static final long STEP = 1000;
    private static final Set<String> NO_MAILBOX =
            Set.of("MailboxNotEnabledForRESTAPI", "ErrorInvalidUser", "Request_ResourceNotFound", "ResourceNotFound");
    private static final Set<String> POISON = Set.of("ErrorCorruptData", "ErrorInvalidRecipients");
    private static final Set<String> TENANT_BLOCKED = Set.of("resourceLocked", "notAllowed");

    private final GraphClients clients;
    private final Clock clock;
    private final Duration patience;
    private final MeterRegistry metrics;
    private final Counter bytes;
    private final MailboxBudget budget = new MailboxBudget(System::nanoTime);
    private final OkHttpClient http = new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))
            .readTimeout(Duration.ofSeconds(100))
            .callTimeout(Duration.ofMinutes(5))
            .retryOnConnectionFailure(false)
            .addInterceptor(new ReadableErrors())
            .build();

    /** @param patience how long one request is repeated before the unit is put back */
    GraphReader(
            GraphClients clients,
            Clock clock,
            @ConfigProperty(name = "rapport.ingestion.patience", defaultValue = "10m") Duration patience,
            MeterRegistry metrics) {
        this.clients = clients;
        this.clock = clock;
        this.patience = patience;
        this.metrics = metrics;
        this.bytes = Counter.builder("rapport.graph.bytes")
                .description("Bytes of JSON that Graph served, after decompression")
                .register(metrics);
    }

    /** Reads one answer to its end. May be called again with the same answer after a failure midway. */
    @FunctionalInterface
    public interface Body<T> {
        T read(InputStream in) throws IOException;
    }

    /** A client for making request information with. */
    public GraphServiceClient client(TenantId tenant) {
        return clients.create(tenant, http);
    }

    /**
     * One request, repeated as long as it makes sense.
     *
     * @throws Halt in one of its forms
     */
    public <T> T read(GraphServiceClient client, RequestInformation request, Permit permit, Body<T> body) {
        long started = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            permit.check();
            permit.mailbox().ifPresent(mailbox -> awaitBudget(mailbox, permit));
            request.headers.put("client-request-id", Set.of(UUID.randomUUID().toString()));
            Failure failure;
            try {
                return once(client, request, body);
            } catch (ApiException e) {
                failure = classify(e);
            } catch (IOException | RuntimeException e) {
                failure = connection(e);
            }
            metrics.counter("rapport.graph.retries", "reason", failure.reason).increment();
            Duration wait = longer(failure.retryAfter, jitter(attempt));
            if (System.nanoTime() - started + wait.toNanos() > patience.toNanos()) {
                LOG.warnf("Graph: %s after %d attempts, request-id %s", failure.reason, attempt, failure.requestId);
                throw new Halt.OutOfPatience(failure.reason);
            }
            LOG.debugf(
                    "Graph: %s, attempt %d, waiting %s, request-id %s",
                    failure.reason, attempt, wait, failure.requestId);
            sleep(wait, permit);
        }
    }

    private void awaitBudget(UserId mailbox, Permit permit) {
        for (Duration wait = budget.take(mailbox); !wait.isZero(); wait = budget.take(mailbox)) {
            metrics.counter("rapport.graph.budget.waits").increment();
            sleep(wait, permit);
        }
    }

    private <T> T once(GraphServiceClient client, RequestInformation request, Body<T> body) throws IOException {
        metrics.counter("rapport.graph.requests").increment();
        HashMap<String, ParsableFactory<? extends Parsable>> errors = new HashMap<>();
        errors.put("XXX", ODataError::createFromDiscriminatorValue);
        try (InputStream in = client.getRequestAdapter().sendPrimitive(request, errors, InputStream.class)) {
            if (in == null) {
                throw new IOException("empty answer");
            }
            CountingInputStream counted = new CountingInputStream(in);
            T read = body.read(counted);
            bytes.increment(counted.count());
            return read;
        }
    }

    private record Failure(String reason, Duration retryAfter, String requestId) {}

    /** By status and code; messages are for people. See the error table in the service's documentation. */
    private Failure classify(ApiException e) {
        int status = e.getResponseStatusCode();
        Set<String> codes = codes(e);
        if (status >= 500 && codes.stream().anyMatch(POISON::contains)) {
            throw new Halt.Poisoned("unreadable-item");
        }
        if (status == 404 && codes.stream().anyMatch(NO_MAILBOX::contains)) {
            throw new Halt.Skip("no-mailbox");
        }
        if (status == 403 && codes.contains("ErrorAccessDenied")) {
            throw new Halt.Skip("access-denied");
        }
        if (status == 403) {
            throw new Halt.StopTenant("permission-missing");
        }
        if (codes.stream().anyMatch(TENANT_BLOCKED::contains)) {
            throw new Halt.StopTenant("tenant-blocked");
        }
        if (status == 404 && !codes.isEmpty()) {
            throw new Halt.Skip("not-found");
        }
        if (status == 400 && !codes.contains("invalidRequest")) {
            throw new Halt.OutOfPatience("refused-request");
        }
        if (status == 507 || codes.contains("extensionError")) {
            throw new Halt.Skip("mailbox-unavailable");
        }
        Duration wait = RetryAfter.parse(header(e, "retry-after"), clock.instant());
        return new Failure(
                "http-" + status,
                status == 429 ? longer(wait, Duration.ofSeconds(1)) : wait,
                String.valueOf(header(e, "request-id")));
    }

    private static Failure connection(Exception e) {
        if (e instanceof Halt halt) {
            throw halt;
        }
        if (e instanceof IOException || e.getCause() instanceof IOException) {
            return new Failure("connection", Duration.ZERO, "none");
        }
        throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }

    private static Set<String> codes(ApiException e) {
        String codes = header(e, ReadableErrors.CODES);
        return codes == null || codes.isEmpty() ? Set.of() : Set.of(codes.split(","));
    }

    private static @Nullable String header(ApiException e, String name) {
        Set<String> values = e.getResponseHeaders().get(name);
        return values == null || values.isEmpty() ? null : values.iterator().next();
    }

    private static Duration jitter(int attempt) {
        long most = Math.min(CAP.toMillis(), BASE.toMillis() << Math.min(attempt, 10));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most + 1));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** A second at a time, so that a withdrawal ends even a long wait. */
    private static void sleep(Duration wait, Permit permit) {
        try {
            for (long left = wait.toMillis(); left > 0; left -= STEP) {
                Thread.sleep(Math.min(left, STEP));
                permit.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Halt.GateClosed();
        }
    }
}
