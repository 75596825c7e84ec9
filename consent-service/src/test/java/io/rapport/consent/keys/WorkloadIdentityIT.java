package io.rapport.consent.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClientException;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.graph.AppRegistration;
import io.rapport.simulator.http.FederatedCredential;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a client secret: a token as Kubernetes issues it to a service account proves who we are. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "service", value = "consent-service"))
@SuppressWarnings("NullAway.Init") // filled by the platform and by the container
class WorkloadIdentityIT {

    private static final String CLUSTER = "https://cluster.example";
    private static final String ACCOUNT = "system:serviceaccount:rapport:rapport-consent-service";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    OidcClients clients;

    @TempDir
    Path folder;

    Platform platform;
    RsaJsonWebKey cluster;

    @BeforeEach
    void trust() throws JoseException {
        cluster = RsaJwkGenerator.generateJwk(2048);
        cluster.setKeyId("cluster");
        platform.simulator()
                .trust(new FederatedCredential(CLUSTER, Set.of(ACCOUNT), new JsonWebKeySet(cluster).toJson()));
    }

    @Test
    void aTokenOfTheWorkloadStandsForTheSecret() throws Exception {
        assertThat(application(ACCOUNT, FederatedCredential.AUDIENCE)
                        .getTokens()
                        .await()
                        .atMost(PATIENCE)
                        .getAccessToken())
                .isNotBlank();
    }

    @Test
    void neitherAnotherAccountsTokenDoesNorOneForSomebodyElse() throws Exception {
        OidcClient another = application("system:serviceaccount:rapport:default", FederatedCredential.AUDIENCE);
        OidcClient elsewhere = application(ACCOUNT, "https://kubernetes.default.svc");

        assertThatThrownBy(() -> another.getTokens().await().atMost(PATIENCE)).isInstanceOf(OidcClientException.class);
        assertThatThrownBy(() -> elsewhere.getTokens().await().atMost(PATIENCE))
                .isInstanceOf(OidcClientException.class);
    }

    @Test
    void oneOfBothIsNeeded() {
        assertThatThrownBy(() -> new AppRegistration("rapport", Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new AppRegistration("rapport", Optional.of("secret"), Optional.of(folder)))
                .isInstanceOf(IllegalStateException.class);
    }

    private OidcClient application(String account, String audience) throws IOException, JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(CLUSTER);
        claims.setSubject(account);
        claims.setAudience(audience);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(60);
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setKey(cluster.getRsaPrivateKey());
        token.setKeyIdHeaderValue(cluster.getKeyId());
        token.setAlgorithmHeaderValue("RS256");
        Path file = Files.writeString(Files.createTempFile(folder, "token", ""), token.getCompactSerialization());
        return new AppRegistration("rapport", Optional.empty(), Optional.of(file))
                .client(
                        clients,
                        "workload",
                        platform.simulator().url() + "/" + Platform.TENANT,
                        "https://graph.microsoft.com/.default");
    }
}
