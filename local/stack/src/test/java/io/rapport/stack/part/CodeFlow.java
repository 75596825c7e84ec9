package io.rapport.stack.part;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.stack.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a browser and a service do together to sign a person in. */
final class CodeFlow implements AutoCloseable {

    static final String BACK = "http://127.0.0.1:18084/signed-in";
    static final String VERIFIER = "a-verifier-that-is-long-enough-to-be-one-by-the-standard";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI issuer;
    private final String secret;

    CodeFlow(URI issuer, String secret) {
        this.issuer = issuer;
        this.secret = secret;
    }

    /** The code that a person of the stack's tenant gets. */
    String signIn(String role, String address) throws Exception {
        HttpResponse<String> answer = submit(role, address, Platform.TENANT.toString());
        assertThat(answer.statusCode()).isEqualTo(302);
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(BACK + "?");
        Map<String, String> parameters = Arrays.stream(
                        URI.create(location).getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        assertThat(parameters).containsEntry("state", "where I was");
        return Objects.requireNonNull(parameters.get("code"));
    }

    HttpResponse<String> submit(String role, String address, String tenant) throws Exception {
        return post(authorize(BACK, "S256"), entry(role, address, tenant));
    }

    static Map<String, String> entry(String role, String address, String tenant) {
        return Map.of("role", role, "address", address, "tenant", tenant);
    }

    URI authorize(String back, String method) throws NoSuchAlgorithmException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", Issuer.PAGES_CLIENT);
        query.put("scope", "openid profile");
        query.put("redirect_uri", back);
        query.put("state", "where I was");
        query.put("nonce", "once");
        query.put("code_challenge_method", method);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        query.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        return URI.create(issuer + "/authorize?" + form(query));
    }

    HttpResponse<String> redeem(String code, String verifier) throws Exception {
        return token(redemption(code, verifier));
    }

    static Map<String, String> redemption(String code, String verifier) {
        Map<String, String> form =
                new HashMap<>(Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", BACK));
        if (!verifier.isEmpty()) {
            form.put("code_verifier", verifier);
        }
        return form;
    }

    /** As Quarkus does it: the client's secret by basic authentication. */
    HttpResponse<String> token(Map<String, String> form) throws Exception {
        String basic = Base64.getEncoder()
                .encodeToString((Issuer.PAGES_CLIENT + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return send(request(URI.create(issuer + "/token"), form).header("Authorization", "Basic " + basic));
    }

    HttpResponse<String> post(URI uri, Map<String, String> form) throws Exception {
        return send(request(uri, form));
    }

    private static HttpRequest.Builder request(URI uri, Map<String, String> form) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(form)));
    }

    HttpResponse<String> get(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static String form(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
