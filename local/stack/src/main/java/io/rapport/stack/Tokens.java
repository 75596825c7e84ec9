package io.rapport.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.stack.part.Issuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Access tokens of the stack's issuer, each valid for an hour. */
public final class Tokens {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI tokenUrl;
    private final String clientSecret;

    /** @param issuerUrl the issuer's base, whose {@code /token} is asked */
    public Tokens(URI issuerUrl, String clientSecret) {
        this.tokenUrl = URI.create(issuerUrl + "/token");
        this.clientSecret = clientSecret;
    }

    /** Global Administrator of the tenant: may give and withdraw consent. */
    public String admin(UUID tenant) {
        return person("admin", tenant, Issuer.usualAddress("admin"));
    }

    /** A seller of the tenant who has no mailbox in it. */
    public String seller(UUID tenant) {
        return person("seller", tenant, Issuer.usualAddress("seller"));
    }

    /** A user without any role; {@code user} is the id in the directory. */
    public String user(UUID tenant, UUID user) {
        return person("user", tenant, user + "@rapport.example", user);
    }

    /** A seller who is this user of the directory. */
    public String seller(UUID tenant, UUID user) {
        return person("seller", tenant, user + "@rapport.example", user);
    }

    /** An operator: sees progress and deletion cases, never personal data. */
    public String ops(UUID tenant) {
        return person("ops", tenant, Issuer.usualAddress("ops"));
    }

    /** What the services show each other. */
    public String service() {
        return fetch(Map.of("grant_type", "client_credentials", "scope", Issuer.AUDIENCE + "/.default"));
    }

    /** A person of any role ({@code admin|seller|user|ops}), known by address. */
    public String person(String role, UUID tenant, String address) {
        return fetch(form(role, tenant, address));
    }

    /** A person of any role whose address is not known. */
    private String person(String role, UUID tenant, String name, UUID user) {
        Map<String, String> form = form(role, tenant, name);
        form.put("oid", user.toString());
        return fetch(form);
    }

    private static Map<String, String> form(String role, UUID tenant, String name) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "password");
        form.put("username", name);
        form.put("password", "none");
        form.put("scope", Issuer.AUDIENCE + "/.default");
        form.put("role", role);
        form.put("tenant", tenant.toString());
        return form;
    }

    private String fetch(Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.put("client_id", Issuer.SERVICE_CLIENT);
        all.put("client_secret", clientSecret);
        String body = all.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(tokenUrl)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode token = JSON.readTree(response.body()).path("access_token");
            if (response.statusCode() != 200 || !token.isTextual()) {
                throw new IllegalStateException("The issuer gave no token, status " + response.statusCode() + ".");
            }
            return token.asText();
        } catch (IOException e) {
            throw new UncheckedIOException("The issuer does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
