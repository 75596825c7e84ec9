package io.rapport.journeys;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A few people who ask the same over and over, one request after the other, of the replicas in turn. */
final class Sellers implements AutoCloseable {

    private static final int SELLERS = 4;
    /** Between two of one seller's requests: this is a test of what gets lost, not of how much can be borne. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ENOUGH = 50;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<URI, AtomicLong> answers = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong turn = new AtomicLong();
    private final String path;
    private final String token;
    private volatile List<URI> replicas;
    private volatile boolean atWork = true;

    Sellers(String path, String token, List<URI> replicas) {
        this.path = path;
        this.token = token;
        this.replicas = List.copyOf(replicas);
        for (int i = 0; i < SELLERS; i++) {
            threads.execute(this::askAgainAndAgain);
        }
    }

    /** From the next request on. */
    void areSentTo(List<URI> those) {
        replicas = List.copyOf(those);
    }

    /** Until a replica has answered often enough from now on. */
    void awaitAnswersFrom(URI replica) {
        long before = answered(replica);
        await().atMost(PATIENCE).until(() -> answered(replica) >= before + ENOUGH || !failures.isEmpty());
    }

    /** Each answer that was none, or no 200, with the replica it was asked of. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    private long answered(URI replica) {
        return answers.computeIfAbsent(replica, any -> new AtomicLong()).get();
    }

    private void askAgainAndAgain() {
        try {
            while (atWork) {
                List<URI> now = replicas;
                ask(now.get((int) (turn.getAndIncrement() % now.size())));
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(URI replica) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(replica.resolve(path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                answers.computeIfAbsent(replica, any -> new AtomicLong()).incrementAndGet();
            } else {
                failures.add(replica + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            failures.add(replica + ": " + e);
        }
    }

    @Override
    public void close() {
        atWork = false;
        threads.close();
        http.close();
    }
}
