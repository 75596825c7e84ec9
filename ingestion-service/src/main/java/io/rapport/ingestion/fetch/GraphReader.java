package io.rapport.ingestion.fetch;

import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.ApiException;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.rapport.contracts.ids.TenantId;
import io.rapport.graph.GraphClients;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests with the official SDK and hands over the raw stream. Retries are ours: the SDK's handler gives up on
 * 500 and 502, cuts long Retry-After values and turns odd ones into a few milliseconds. A mailbox that throttles is left
 * in peace until the time it named, and no other is. Blocks; for virtual threads.
 */
@Startup // without a way to prove who we are at Graph there is no service
@Singleton
public class GraphReader {

    private static final Logger LOG = Logger.getLogger(GraphReader.class);
    private static final Duration BASE = Duration.ofMillis(500);
    private static final Duration CAP = Duration.ofSeconds(30);
    private static final long STEP = 1000;
    private static final HashMap<String, ParsableFactory<? extends Parsable>> ERRORS =
            new HashMap<>(Map.of("XXX", ODataError::createFromDiscriminatorValue));
    private static final Set<String> NO_MAILBOX =
            Set.of("MailboxNotEnabledForRESTAPI", "ErrorInvalidUser", "Request_ResourceNotFound", "ResourceNotFound");
    private static final Set<String> POISON = Set.of("ErrorCorruptData", "ErrorInvalidRecipients");
    private static final Set<String> TENANT_BLOCKED = Set.of("resourceLocked", "notAllowed");

    private final GraphClients clients;
    private final Clock clock;
    private final Duration patience;
    private final MeterRegistry metrics;
    private final Counter bytes;
    private final Counter requests;
    private final Counter throttles;
    private final MailboxLimits limits = new MailboxLimits(System::nanoTime);
    /** As many as were ever needed at the same time. */
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    private final OkHttpClient http = new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))
            .readTimeout(Duration.ofSeconds(100))
            .callTimeout(Duration.ofMinutes(5))
            .retryOnConnectionFailure(false)
            // Named by ourselves, OkHttp leaves decompressing to us.
            .addInterceptor(chain -> chain.proceed(chain.request()
                    .newBuilder()
                    .header("Accept-Encoding", "gzip")
                    .build()))
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
        this.requests = metrics.counter("rapport.graph.requests");
        this.throttles = metrics.counter("rapport.graph.throttles");
        LOG.infof("Answers are decompressed by %s", Answer.decompressor());
    }

    /** A request, made anew for every attempt. */
    @FunctionalInterface
    public interface Ask {

        /** @param refusals how often Graph has failed on it so far: reason to ask for less */
        RequestInformation request(int refusals);
    }

    /** Reads one answer. May be called again with the same answer after a failure midway. */
    @FunctionalInterface
    public interface Body<T> {

        /** @param bytes the reader's to change, and only until it returns */
        T read(byte[] bytes, int length) throws IOException;
    }

    /** A client for making request information with. */
    public GraphServiceClient client(TenantId tenant) {
        return clients.create(tenant, http);
    }

    public <T> T read(GraphServiceClient client, RequestInformation request, Permit permit, Body<T> body) {
        return read(client, refusals -> request, permit, body);
    }

    /**
     * One request, repeated as long as it makes sense.
     *
     * @throws Halt in one of its forms
     */
    public <T> T read(GraphServiceClient client, Ask ask, Permit permit, Body<T> body) {
        Optional<MailboxLimits.Mailbox> mailbox = permit.mailbox().map(limits::of);
        long started = System.nanoTime();
        for (int attempt = 1, refusals = 0; ; attempt++) {
            Failure failure;
            try {
                return once(client, ask.request(refusals), permit, mailbox, body);
            } catch (ApiException e) {
                failure = classify(e, mailbox.isPresent());
            } catch (IOException | RuntimeException e) {
                failure = connection(e);
            }
            refusals += failure.less ? 1 : 0;
            metrics.counter("rapport.graph.retries", "reason", failure.reason).increment();
            Duration wait = longer(failure.retryAfter, jitter(attempt));
            if (failure.throttled) {
                throttles.increment();
                Duration peace = failure.retryAfter;
                mailbox.ifPresent(limited -> limited.throttled(peace));
            }
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

    /** One request in its mailbox's turn, which lasts until the answer is read: so many answers are in memory at most. */
    private <T> T once(
            GraphServiceClient client,
            RequestInformation request,
            Permit permit,
            Optional<MailboxLimits.Mailbox> mailbox,
            Body<T> body)
            throws IOException {
        mailbox.ifPresentOrElse(limited -> limited.enter(permit), permit::check);
        Answer answer = Optional.ofNullable(answers.poll()).orElseGet(Answer::new);
        try {
            requests.increment();
            request.headers.put("client-request-id", Set.of(UUID.randomUUID().toString()));
            try (InputStream in = client.getRequestAdapter().sendPrimitive(request, ERRORS, InputStream.class)) {
                if (in == null) {
                    throw new IOException("empty answer");
                }
                answer.read(in);
            }
            bytes.increment(answer.length());
            T read = body.read(answer.bytes(), answer.length());
            mailbox.ifPresent(MailboxLimits.Mailbox::wentWell);
            return read;
        } finally {
            mailbox.ifPresent(MailboxLimits.Mailbox::leave);
            if (!answer.large()) {
                answers.offer(answer);
            }
        }
    }

    /**
     * @param throttled Graph asks for peace
     * @param less the fault is at Graph's side and may be a matter of size
     */
    private record Failure(String reason, Duration retryAfter, String requestId, boolean throttled, boolean less) {}

    /** By status and code; messages are for people. See the error table in the service's documentation. */
    private Failure classify(ApiException e, boolean ofMailbox) {
        int status = e.getResponseStatusCode();
        Set<String> codes = codes(e);
        if (status >= 500 && codes.stream().anyMatch(POISON::contains)) {
            throw new Halt.Poisoned("unreadable-item");
        }
        if (status == 404 && codes.stream().anyMatch(NO_MAILBOX::contains)) {
            throw new Halt.Skip("no-mailbox");
        }
        if (status == 403 && ofMailbox && !codes.contains("Authorization_RequestDenied")) {
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
        if (status == 507 || codes.contains("extensionError")) {
            throw new Halt.Skip("mailbox-unavailable");
        }
        if (status == 400 && !codes.contains("invalidRequest")) {
            throw new Halt.OutOfPatience("refused-request");
        }
        Duration wait = RetryAfter.parse(header(e, "retry-after"), clock.instant());
        return new Failure(
                "http-" + status,
                status == 429 ? longer(wait, Duration.ofSeconds(1)) : wait,
                String.valueOf(header(e, "request-id")),
                status == 429,
                status >= 500);
    }

    private static Failure connection(Exception e) {
        if (e instanceof Halt halt) {
            throw halt;
        }
        if (e instanceof IOException || e.getCause() instanceof IOException) {
            boolean tooLarge = e instanceof Answer.TooLarge || e.getCause() instanceof Answer.TooLarge;
            return new Failure(tooLarge ? "too-large" : "connection", Duration.ZERO, "none", false, true);
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
