package io.rapport.bench;

import io.rapport.stack.Platform;
import io.rapport.stack.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/** A tenant's administrator at consent-service. */
final class Consenting {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Consenting() {}

    /**
     * Grants or amends consent and waits for the answer.
     *
     * @param condition the header that goes with {@code version}
     * @param groups ids of excluded groups, quoted, comma-separated
     * @return 200 or 201
     */
    static int decide(
            Platform platform, ServiceProcess consent, UUID tenant, String condition, String version, String groups)
            throws IOException, InterruptedException {
        String body = "{\"options\":{\"insightsForEachUser\":false,\"aggregatedInsights\":false,"
                + "\"identifiableInsights\":true},\"excludedGroups\":[" + groups + "]}";
        HttpRequest request = HttpRequest.newBuilder(consent.url().resolve("/api/v1/consent"))
                .timeout(Duration.ofMinutes(10))
                .header("Authorization", "Bearer " + platform.tokens().admin(tenant))
                .header("Content-Type", "application/json")
                .header(condition, version)
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() > 201) {
            throw new IllegalStateException("status " + answer.statusCode() + ": " + answer.body());
        }
        return answer.statusCode();
    }
}
