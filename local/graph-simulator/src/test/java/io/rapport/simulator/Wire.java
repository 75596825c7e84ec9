package io.rapport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Plain HTTP to the simulator, as the application. */
final class Wire {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final GraphSimulator simulator;
    private final String token;

    Wire(GraphSimulator simulator, UUID tenant, String secret) {
        this.simulator = simulator;
        HttpRequest request = HttpRequest.newBuilder(simulator.url().resolve("/" + tenant + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=rapport&client_secret=" + secret + "&scope="
                                + encode("https://graph.microsoft.com/.default")))
                .build();
        this.token = tree(send(request)).path("access_token").asText();
    }

    HttpResponse<byte[]> get(String pathOrLink, String... headers) {
        URI uri = pathOrLink.startsWith("http")
                ? URI.create(pathOrLink)
                : URI.create(simulator.url() + "/v1.0" + pathOrLink);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    JsonNode json(String pathOrLink, String... headers) {
        return tree(get(pathOrLink, headers));
    }

    JsonNode batch(String body) {
        return tree(send(HttpRequest.newBuilder(URI.create(simulator.url() + "/v1.0/$batch"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static JsonNode tree(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
