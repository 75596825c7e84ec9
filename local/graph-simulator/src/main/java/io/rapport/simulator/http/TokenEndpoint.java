package io.rapport.simulator.http;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/** Client credentials, or a token that stands for them, in; a signed token with the tenant and the app roles out. */
final class TokenEndpoint {

    /** The public cloud and the national ones. */
    private static final Set<String> AUDIENCES = Set.of(
            "https://graph.microsoft.com",
            "https://graph.microsoft.us",
            "https://dod-graph.microsoft.us",
            "https://microsoftgraph.chinacloudapi.cn");

    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String SCOPE_SUFFIX = "/.default";
    private static final float MINUTES = 60;

    private final String clientSecret;
    private final Set<String> appRoles;
    private final RsaJsonWebKey key;
    private final JwtConsumer consumer;
    private final List<FederatedCredential> federated = new CopyOnWriteArrayList<>();
    private final Set<String> shown = ConcurrentHashMap.newKeySet();

    TokenEndpoint(String clientSecret, Set<String> appRoles) {
        this.clientSecret = clientSecret;
        this.appRoles = appRoles;
        try {
            this.key = RsaJwkGenerator.generateJwk(2048);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
        key.setKeyId("simulator");
        this.consumer = new JwtConsumerBuilder()
                .setRequireExpirationTime()
                .setExpectedAudience(AUDIENCES.toArray(String[]::new))
                .setVerificationKey(key.getRsaPublicKey())
                .build();
    }

    /** Whose token it is and what it may do. */
    record Granted(UUID tenant, Set<String> roles) {}

    Answer issue(UUID tenant, Map<String, String> form) {
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return refused(400, "unsupported_grant_type");
        }
        if (form.getOrDefault("client_id", "").isBlank() || !isProven(form)) {
            return refused(401, "invalid_client");
        }
        String audience = form.getOrDefault("scope", "").replace(SCOPE_SUFFIX, "");
        if (!AUDIENCES.contains(audience)) {
            return refused(400, "invalid_scope");
        }
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://sts.windows.net/" + tenant + "/");
        claims.setAudience(audience);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(MINUTES);
        claims.setGeneratedJwtId();
        claims.setStringClaim("tid", tenant.toString());
        claims.setStringClaim("appid", form.get("client_id"));
        claims.setStringListClaim("roles", appRoles.stream().sorted().collect(Collectors.toList()));
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setKey(key.getRsaPrivateKey());
        token.setKeyIdHeaderValue(key.getKeyId());
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            String compact = token.getCompactSerialization();
            return Page.json(json -> {
                json.writeStringField("token_type", "Bearer");
                json.writeNumberField("expires_in", (int) MINUTES * 60);
                json.writeStringField("access_token", compact);
            });
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    void trust(FederatedCredential credential) {
        federated.add(credential);
    }

    private boolean isProven(Map<String, String> form) {
        return JWT_BEARER.equals(form.get("client_assertion_type"))
                ? federated.stream().anyMatch(it -> isOf(it, form.getOrDefault("client_assertion", "")))
                : clientSecret.equals(form.get("client_secret"));
    }

    private static boolean isOf(FederatedCredential credential, String token) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setRequireExpirationTime()
                    .setExpectedIssuer(credential.issuer())
                    .setExpectedAudience(FederatedCredential.AUDIENCE)
                    .setVerificationKeyResolver(
                            new JwksVerificationKeyResolver(new JsonWebKeySet(credential.keys()).getJsonWebKeys()))
                    .build()
                    .processToClaims(token);
            return credential.subjects().contains(claims.getSubject());
        } catch (InvalidJwtException | MalformedClaimException e) {
            return false;
        } catch (JoseException e) {
            throw new IllegalArgumentException("The issuer's keys are no JWK set.", e);
        }
    }

    /** @throws GraphError 401 if it is not one of ours, or expired */
    Granted verify(String authorization) {
        if (!authorization.startsWith("Bearer ")) {
            throw invalid();
        }
        try {
            JwtClaims claims = consumer.processToClaims(authorization.substring("Bearer ".length()));
            shown.addAll(claims.getAudience());
            List<String> roles = claims.getStringListClaimValue("roles");
            return new Granted(UUID.fromString(claims.getStringClaimValue("tid")), Set.copyOf(roles));
        } catch (InvalidJwtException | MalformedClaimException e) {
            throw invalid();
        }
    }

    /** Which clouds' tokens have been shown. */
    Set<String> shown() {
        return Set.copyOf(shown);
    }

    private static GraphError invalid() {
        return new GraphError(401, "InvalidAuthenticationToken", "Access token is empty, expired or not valid.");
    }

    static Answer refused(int status, String error) {
        Answer body = Page.json(json -> {
            json.writeStringField("error", error);
            json.writeStringField("error_description", "AADSTS: the request was refused.");
        });
        return new Answer(status, body.contentType(), body.body());
    }
}
