package io.rapport.stack.part;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rapport.stack.Endpoints;
import io.rapport.stack.Platform;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static final String SECRET = "secret-of-the-test";
    private static final String ADDRESS = "ada.lovelace@contoso.example";
    private static final Set<String> OF_EACH_TOKEN = Set.of("iat", "nbf", "exp", "jti", "nonce", "aud");
    private static final Endpoints PORTS = Endpoints.free();
    private static final URI ISSUER = PORTS.issuerUrl();
    private static final HttpsJwks KEYS = new HttpsJwks(ISSUER + "/jwks");

    private static CodeFlow flow;
    private static Issuer issuer;

    @BeforeAll
    static void start() {
        QuietLog.off();
        flow = new CodeFlow(ISSUER, SECRET);
        issuer = Issuer.start(PORTS.issuer(), SECRET, Platform.SERVICE_TENANT.toString());
    }

    @AfterAll
    static void stop() {
        issuer.close();
        flow.close();
    }

    @Test
    void theCodeIsWorthTheSameClaimsAsThePasswordGrant() throws Exception {
        for (String role : List.of("admin", "seller", "user", "ops")) {
            JsonNode tokens = CodeFlow.json(flow.redeem(flow.signIn(role, ADDRESS), CodeFlow.VERIFIER));
            JwtClaims id = verified(tokens.path("id_token"), Issuer.PAGES_CLIENT);
            JwtClaims access = verified(tokens.path("access_token"), Issuer.AUDIENCE);
            JwtClaims known = verified(
                    CodeFlow.json(flow.token(Map.of(
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
        JsonNode first = CodeFlow.json(flow.redeem(flow.signIn("seller", ADDRESS), CodeFlow.VERIFIER));
        JsonNode second = CodeFlow.json(flow.token(Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                first.path("refresh_token").asText())));

        assertThat(person(verified(second.path("access_token"), Issuer.AUDIENCE)))
                .isEqualTo(person(verified(first.path("access_token"), Issuer.AUDIENCE)));
    }

    @Test
    void thePageOffersTheRolesAndThisStacksTenant() throws Exception {
        HttpResponse<String> page = flow.get(flow.authorize(CodeFlow.BACK, "S256"));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body())
                .contains("value=\"admin\" checked", "Seller", "User", "Operator")
                .contains("value=\"" + Platform.TENANT + "\"")
                .doesNotContain("{address}", "{tenant}", "role=\"alert\"");
    }

    @Test
    void anAdministratorNeedsNoAddressAndAUserDoes() throws Exception {
        JsonNode tokens = CodeFlow.json(flow.redeem(flow.signIn("admin", ""), CodeFlow.VERIFIER));
        assertThat(verified(tokens.path("id_token"), Issuer.PAGES_CLIENT).getStringClaimValue("preferred_username"))
                .isEqualTo("admin@rapport.example");

        HttpResponse<String> user = flow.submit("user", "", Platform.TENANT.toString());
        assertThat(user.statusCode()).isEqualTo(400);
        assertThat(user.body()).contains("Please give the address of a user", "value=\"user\" checked");
    }

    @Test
    void whatWasTypedComesBackAsTextOnly() throws Exception {
        HttpResponse<String> page = flow.submit("seller", "ada@contoso.example", "\"><script>");

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body())
                .contains("must be a GUID", "&quot;&gt;&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void aWrongOrMissingVerifierIsRefusedAndTheCodeIsGone() throws Exception {
        String code = flow.signIn("admin", ADDRESS);
        assertThat(flow.redeem(code, CodeFlow.VERIFIER + "x").statusCode()).isEqualTo(400);
        assertThat(flow.redeem(code, CodeFlow.VERIFIER).statusCode()).isEqualTo(400);

        assertThat(flow.redeem(flow.signIn("admin", ADDRESS), "").statusCode()).isEqualTo(400);
    }

    @Test
    void aCodeWorksOnce() throws Exception {
        String code = flow.signIn("admin", ADDRESS);

        assertThat(flow.redeem(code, CodeFlow.VERIFIER).statusCode()).isEqualTo(200);
        assertThat(flow.redeem(code, CodeFlow.VERIFIER).statusCode()).isEqualTo(400);
    }

    @Test
    void aCodeIsWorthNothingWithoutTheClientsSecret() throws Exception {
        Map<String, String> form = new HashMap<>(CodeFlow.redemption(flow.signIn("admin", ADDRESS), CodeFlow.VERIFIER));
        form.put("client_id", Issuer.PAGES_CLIENT);
        form.put("client_secret", "guess");

        assertThat(flow.post(URI.create(ISSUER + "/token"), form).statusCode()).isEqualTo(401);
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
        assertThat(flow.get(flow.authorize(back, "S256")).statusCode()).isEqualTo(400);
        HttpResponse<String> answer =
                flow.post(flow.authorize(back, "S256"), CodeFlow.entry("admin", "", Platform.TENANT.toString()));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).contains("Signing in did not work").doesNotContain("pages.example");
    }

    @Test
    void aPlainChallengeAndAnotherClientAreRefused() throws Exception {
        assertThat(flow.get(flow.authorize(CodeFlow.BACK, "plain")).body()).contains("lacks a PKCE challenge");
        URI stranger =
                URI.create(flow.authorize(CodeFlow.BACK, "S256").toString().replace(Issuer.PAGES_CLIENT, "stranger"));
        assertThat(flow.get(stranger).body()).contains("Only rapport-pages signs people in here.");
    }

    @Test
    void signingOutLeadsBackToThisMachineOnly() throws Exception {
        JsonNode discovery = CodeFlow.json(flow.get(URI.create(ISSUER + "/.well-known/openid-configuration")));
        String end = discovery.path("end_session_endpoint").asText();

        HttpResponse<String> home =
                flow.get(URI.create(end + "?state=s&post_logout_redirect_uri=" + CodeFlow.encoded(CodeFlow.BACK)));
        assertThat(home.statusCode()).isEqualTo(302);
        assertThat(home.headers().firstValue("Location")).hasValue(CodeFlow.BACK + "?state=s");
        assertThat(flow.get(URI.create(end + "?post_logout_redirect_uri=" + CodeFlow.encoded("https://pages.example/")))
                        .statusCode())
                .isEqualTo(400);
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
