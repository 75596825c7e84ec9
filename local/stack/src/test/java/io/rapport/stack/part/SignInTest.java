package io.rapport.stack.part;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.stack.Endpoints;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person signs in as a browser and a service would do it together, over HTTP. */
class SignInTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "secret-of-the-test";
    private static final String VERIFIER = "a-verifier-that-is-long-enough-to-be-one-by-the-standard";
    private static final String BACK = "http://127.0.0.1:18084/signed-in";
    private static final String ADDRESS = "ada.lovelace@contoso.example";
    private static final Set<String> OF_EACH_TOKEN = Set.of("iat", "nbf", "exp", "jti", "nonce", "aud");
    private static final Endpoints PORTS = Endpoints.free();
    private static final URI ISSUER = PORTS.issuerUrl();
    private static final HttpsJwks KEYS = new HttpsJwks(ISSUER + "/jwks");

    private static HttpClient http;
    private static Issuer issuer;

    @BeforeAll
    static void start() {
        QuietLog.off();
        http = HttpClient.newHttpClient();
        issuer = Issuer.start(PORTS.issuer(), SECRET, Platform.SERVICE_TENANT.toString());
    }

    @AfterAll
    static void stop() {
        issuer.close();
        http.close();
    }

    @Test
    void theCodeIsWorthTheSameClaimsAsThePasswordGrant() throws Exception {
        for (String role : List.of("admin", "seller", "user", "ops")) {
            JsonNode tokens = json(redeem(signIn(role, ADDRESS), VERIFIER));
            JwtClaims id = verified(tokens.path("id_token"), Issuer.PAGES_CLIENT);
            JwtClaims access = verified(tokens.path("access_token"), Issuer.AUDIENCE);
            JwtClaims known = verified(
                    json(token(Map.of(
                                    "grant_type",
                                    "password",
                                    "username",
                                    ADDRESS,
                                    "password",
                                    "none",
                                    "role",
                                    role,
                                    "tenant",
                                    Platform.TENANT.toString())))
                            .path("access_token"),
                    Issuer.AUDIENCE);

            assertThat(person(id)).isEqualTo(person(known));
            assertThat(person(access)).isEqualTo(person(known));
            assertThat(id.getStringClaimValue("nonce")).isEqualTo("once");
            assertThat(id.getStringClaimValue("name")).isEqualTo("Ada Lovelace");
            assertThat(id.getStringClaimValue("oid"))
                    .isEqualTo(
                            Issuer.objectId(Platform.TENANT.toString(), ADDRESS).toString());
        }
    }

    @Test
    void aRefreshedTokenIsStillThePersons() throws Exception {
        JsonNode first = json(redeem(signIn("seller", ADDRESS), VERIFIER));
        JsonNode second = json(token(Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                first.path("refresh_token").asText())));

        assertThat(person(verified(second.path("access_token"), Issuer.AUDIENCE)))
                .isEqualTo(person(verified(first.path("access_token"), Issuer.AUDIENCE)));
    }

    @Test
    void thePageOffersTheRolesAndThisStacksTenant() throws Exception {
        HttpResponse<String> page = get(authorize(BACK, "S256"));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body())
                .contains("value=\"admin\" checked", "Seller", "User", "Operator")
                .contains("value=\"" + Platform.TENANT + "\"")
                .doesNotContain("{address}", "{tenant}", "role=\"alert\"");
    }

    @Test
    void anAdministratorNeedsNoAddressAndAUserDoes() throws Exception {
        JsonNode tokens = json(redeem(signIn("admin", ""), VERIFIER));
        assertThat(verified(tokens.path("id_token"), Issuer.PAGES_CLIENT).getStringClaimValue("preferred_username"))
                .isEqualTo("admin@rapport.example");

        HttpResponse<String> user = submit("user", "", Platform.TENANT.toString());
        assertThat(user.statusCode()).isEqualTo(400);
        assertThat(user.body()).contains("Please give the address of a user", "value=\"user\" checked");
    }

    @Test
    void whatWasTypedComesBackAsTextOnly() throws Exception {
        HttpResponse<String> page = submit("seller", "ada@contoso.example", "\"><script>");

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body())
                .contains("must be a GUID", "&quot;&gt;&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void aWrongOrMissingVerifierIsRefusedAndTheCodeIsGone() throws Exception {
        String code = signIn("admin", ADDRESS);
        assertThat(redeem(code, VERIFIER + "x").statusCode()).isEqualTo(400);
        assertThat(redeem(code, VERIFIER).statusCode()).isEqualTo(400);

        assertThat(redeem(signIn("admin", ADDRESS), "").statusCode()).isEqualTo(400);
    }

    @Test
    void aCodeWorksOnce() throws Exception {
        String code = signIn("admin", ADDRESS);

        assertThat(redeem(code, VERIFIER).statusCode()).isEqualTo(200);
        assertThat(redeem(code, VERIFIER).statusCode()).isEqualTo(400);
    }

    @Test
    void aCodeIsWorthNothingWithoutTheClientsSecret() throws Exception {
        Map<String, String> form = new HashMap<>(redemption(signIn("admin", ADDRESS), VERIFIER));
        form.put("client_id", Issuer.PAGES_CLIENT);
        form.put("client_secret", "guess");

        assertThat(post(URI.create(ISSUER + "/token"), form).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pages.example/signed-in",
                "http://pages.example/signed-in",
                "http://127.0.0.1@pages.example/signed-in",
                "http://127.0.0.1.pages.example/signed-in",
                "javascript:alert(1)"
            })
    void anAddressElsewhereGetsNoCode(String back) throws Exception {
        assertThat(get(authorize(back, "S256")).statusCode()).isEqualTo(400);
        HttpResponse<String> answer = post(authorize(back, "S256"), entry("admin", "", Platform.TENANT.toString()));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).contains("Signing in did not work").doesNotContain("pages.example");
    }

    @Test
    void aPlainChallengeAndAnotherClientAreRefused() throws Exception {
        assertThat(get(authorize(BACK, "plain")).body()).contains("lacks a PKCE challenge");
        URI stranger = URI.create(authorize(BACK, "S256").toString().replace(Issuer.PAGES_CLIENT, "stranger"));
        assertThat(get(stranger).body()).contains("Only rapport-pages signs people in here.");
    }

    @Test
    void signingOutLeadsBackToThisMachineOnly() throws Exception {
        JsonNode discovery = json(get(URI.create(ISSUER + "/.well-known/openid-configuration")));
        String end = discovery.path("end_session_endpoint").asText();

        HttpResponse<String> home = get(URI.create(end + "?state=s&post_logout_redirect_uri=" + encoded(BACK)));
        assertThat(home.statusCode()).isEqualTo(302);
        assertThat(home.headers().firstValue("Location")).hasValue(BACK + "?state=s");
        assertThat(get(URI.create(end + "?post_logout_redirect_uri=" + encoded("https://pages.example/")))
                        .statusCode())
                .isEqualTo(400);
    }

    private static String signIn(String role, String address) throws Exception {
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

    private static HttpResponse<String> submit(String role, String address, String tenant) throws Exception {
        return post(authorize(BACK, "S256"), entry(role, address, tenant));
    }

    private static Map<String, String> entry(String role, String address, String tenant) {
        return Map.of("role", role, "address", address, "tenant", tenant);
    }

    private static URI authorize(String back, String method) throws NoSuchAlgorithmException {
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
        return URI.create(ISSUER + "/authorize?" + form(query));
    }

    private static HttpResponse<String> redeem(String code, String verifier) throws Exception {
        return token(redemption(code, verifier));
    }

    private static Map<String, String> redemption(String code, String verifier) {
        Map<String, String> form =
                new HashMap<>(Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", BACK));
        if (!verifier.isEmpty()) {
            form.put("code_verifier", verifier);
        }
        return form;
    }

    /** As Quarkus does it: the client's secret by basic authentication. */
    private static HttpResponse<String> token(Map<String, String> form) throws Exception {
        String basic = Base64.getEncoder()
                .encodeToString((Issuer.PAGES_CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        return send(request(URI.create(ISSUER + "/token"), form).header("Authorization", "Basic " + basic));
    }

    private static HttpResponse<String> post(URI uri, Map<String, String> form) throws Exception {
        return send(request(uri, form));
    }

    private static HttpRequest.Builder request(URI uri, Map<String, String> form) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(form)));
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static String form(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JwtClaims verified(JsonNode token, String audience) throws Exception {
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(KEYS))
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .build()
                .processToClaims(token.asText());
    }

    private static Map<String, Object> person(JwtClaims claims) {
        return claims.getClaimsMap(OF_EACH_TOKEN);
    }
}
