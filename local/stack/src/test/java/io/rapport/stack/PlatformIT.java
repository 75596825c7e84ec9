package io.rapport.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.contracts.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every part of the fixture answers and keeps its promises. */
class PlatformIT {

    private static Platform platform;

    @BeforeAll
    static void start() {
        platform = Platform.start(PlatformOptions.small());
    }

    @AfterAll
    static void stop() {
        if (platform != null) {
            platform.close();
        }
    }

    @Test
    void eachServiceReachesItsOwnDatabaseAndNoOther() throws SQLException {
        for (ServiceName service : ServiceName.values()) {
            String password = platform.configFor(service).get("quarkus.datasource.password");
            try (var own = DriverManager.getConnection(url(service), service.database(), password)) {
                assertThat(own.isValid(5)).isTrue();
            }
            ServiceName next = ServiceName.values()[(service.ordinal() + 1) % 4];
            assertThatThrownBy(() -> DriverManager.getConnection(url(next), service.database(), password))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(url(service), service.database(), "guess"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void topicsHaveTheirPolicies() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", platform.kafkaBootstrap()))) {
            assertThat(policy(admin, Topics.INTERACTIONS, "retention.ms")).isEqualTo(millis(Duration.ofHours(6)));
            assertThat(policy(admin, Topics.INTERACTIONS, "segment.ms")).isEqualTo(millis(Duration.ofHours(1)));
            assertThat(policy(admin, Topics.INTERACTIONS, "message.timestamp.type"))
                    .isEqualTo("LogAppendTime");
            for (String topic : List.of(Topics.CONSENT_STATE, Topics.SHARING_STATE, Topics.INGESTION_PROGRESS)) {
                assertThat(policy(admin, topic, "cleanup.policy")).isEqualTo("compact");
                assertThat(policy(admin, topic, "max.compaction.lag.ms")).isEqualTo(millis(Duration.ofHours(1)));
            }
            for (String topic : List.of(Topics.PURGE_COMMANDS, Topics.PURGE_RECEIPTS)) {
                assertThat(policy(admin, topic, "retention.ms")).isEqualTo(millis(Duration.ofDays(90)));
            }
        }
    }

    @Test
    void anAdministratorsTokenCarriesTheDirectoryRoleAndTheTenantsIssuer() throws Exception {
        JwtClaims claims = verified(platform.tokens().admin(Platform.TENANT));

        assertThat(claims.getStringClaimValue("tid")).isEqualTo(Platform.TENANT.toString());
        assertThat(claims.getIssuer()).endsWith("/" + Platform.TENANT + "/v2.0");
        assertThat(claims.getStringListClaimValue("wids")).containsExactly("62e90394-69f5-4237-9190-012177145e10");
        assertThat(claims.hasClaim("roles")).isFalse();
    }

    @Test
    void aServicesTokenIsAnApplicationsWithTheServiceRole() throws Exception {
        JwtClaims claims = verified(platform.tokens().service());

        assertThat(claims.getStringListClaimValue("roles")).containsExactly("service");
        assertThat(claims.getStringClaimValue("idtyp")).isEqualTo("app");
        assertThat(claims.getIssuer()).contains(claims.getStringClaimValue("tid"));
    }

    @Test
    void aWrongClientSecretGetsNoToken() {
        Tokens stranger = new Tokens(platform.issuerUrl(), "guess");

        assertThatThrownBy(stranger::service).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> stranger.admin(Platform.TENANT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theSimulatorKnowsTheTenant() throws Exception {
        assertThat(statusOf(URI.create(platform.simulatorUrl() + "/tenants/" + Platform.TENANT)))
                .isEqualTo(200);
    }

    @Test
    void thePagesHaveOneAddressEvenWhileNoServiceRuns() throws Exception {
        assertThat(statusOf(platform.pagesUrl().resolve("/settings"))).isEqualTo(502);
        assertThat(statusOf(platform.pagesUrl().resolve("/api/v1/consent"))).isEqualTo(404);
    }

    @Test
    void theClockMovesForEveryReader() {
        PlatformClock clock = platform.clock();
        var before = clock.now();

        clock.advance(Duration.ofDays(16));

        assertThat(Duration.between(before, clock.now())).isBetween(Duration.ofDays(16), Duration.ofDays(17));
    }

    private static int statusOf(URI uri) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static JwtClaims verified(String token) throws Exception {
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(
                        new HttpsJwksVerificationKeyResolver(new HttpsJwks(platform.issuerUrl() + "/jwks")))
                .setExpectedAudience("api://rapport")
                .setRequireExpirationTime()
                .build()
                .processToClaims(token);
    }

    private static String policy(Admin admin, String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var policies = Objects.requireNonNull(
                admin.describeConfigs(List.of(resource)).all().get().get(resource));
        return policies.get(name).value();
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static String url(ServiceName service) {
        return "jdbc:postgresql://127.0.0.1:" + platform.postgresPort() + "/" + service.database();
    }
}
