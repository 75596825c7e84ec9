package io.rapport.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.contracts.ids.Te;
import io.rapport.kit.keys.EpochCipher;
import io.rapport.stack.Platform;
import io.rapport.stack.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A tenant's administrator at consent-service. */
final class Consenting {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

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

    /** The tenant's only epoch. */
    static Te te(Platform platform, ServiceProcess consent, UUID tenant) throws IOException, InterruptedException {
        for (JsonNode epoch :
                internal(platform, consent, "/internal/consent-state?since=0").path("consents")) {
            if (epoch.path("tenant").asText().equals(tenant.toString())) {
                return Te.of(epoch.path("te").asText());
            }
        }
        throw new IllegalStateException("no epoch");
    }

    /** In which period of sharing each user's mailbox is read. */
    static Map<UUID, Long> periods(Platform platform, ServiceProcess consent) throws IOException, InterruptedException {
        Map<UUID, Long> periods = new HashMap<>();
        for (JsonNode sharing :
                internal(platform, consent, "/internal/consent-state?since=0").path("sharing")) {
            periods.put(
                    UUID.fromString(sharing.path("user").asText()),
                    sharing.path("revision").asLong());
        }
        return periods;
    }

    static EpochCipher key(Platform platform, ServiceProcess consent, Te te) throws IOException, InterruptedException {
        return new EpochCipher(Base64.getDecoder()
                .decode(internal(platform, consent, "/internal/keys/" + te)
                        .path("key")
                        .asText()));
    }

    private static JsonNode internal(Platform platform, ServiceProcess consent, String path)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(consent.url().resolve(path))
                .header("Authorization", "Bearer " + platform.tokens().service())
                .build();
        return JSON.readTree(
                HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
