package io.rapport.kit.ready;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A program for {@code helm test}: asks services whether they are ready and ends with 0 if all are. It is started by itself,
 * without the service in whose image it lies, which has no shell and no other client.
 */
public final class CheckReady {

    private static final int USAGE = 64;
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** A new pod may be let through only after a moment. */
    private static final int TRIES = 10;

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private CheckReady() {}

    /** @param addresses of the services, without a path */
    public static void main(String... addresses) {
        if (addresses.length == 0) {
            say("Name the address of each service that should be ready.");
            System.exit(USAGE);
        }
        List<Boolean> ready = Arrays.stream(addresses)
                .parallel()
                .map(address -> isReady(URI.create(address)))
                .toList();
        System.exit(ready.contains(false) ? 1 : 0);
    }

    private static boolean isReady(URI service) {
        String found = "";
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build()) {
            for (int tried = 0; tried < TRIES; tried++) {
                if (tried > 0) {
                    Thread.sleep(PAUSE);
                }
                found = ask(http, service);
                if (found.isEmpty()) {
                    say(service + " is ready.");
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        say(service + found);
        return false;
    }

    /** What keeps it from being ready; empty if nothing does. */
    private static String ask(HttpClient http, URI service) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/q/health/ready"))
                .timeout(ANSWER)
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200 ? "" : " is not ready: it answers " + status + ".";
        } catch (IOException e) {
            return " does not answer.";
        }
    }

    private static void say(String sentence) {
        System.out.println(sentence);
    }
}
