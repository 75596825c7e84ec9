package io.rapport.insights;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.rapport.stack.ServiceProcess;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Fail closed. Its name is the last: it kills the service that the other tests need. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "insights-service"),
            @ResourceArg(name = "with", value = "consent-service")
        })
@SuppressWarnings("NullAway.Init") // filled by the platform
class WithoutConsentServiceIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    Platform platform;
    ServiceProcess consent;

    @Inject
    Pool pool;

    @Test
    void theLeaseLapsesAndNothingIsShownOrLost() {
        try (PlayedIngestion ingestion = new PlayedIngestion(platform, consent.url())) {
            UUID tenant = ingestion.newTenant();
            PlayedIngestion.Epoch epoch = ingestion.grant(tenant);
            UUID user = ingestion.sharing(tenant).getFirst();
            LocalDate d0 = LocalDate.ofInstant(platform.clock().now(), ZoneOffset.UTC);
            await().atMost(SOON).ignoreExceptions().until(() -> contacts(tenant).statusCode() == 200);
            consent.kill();

            await().atMost(SOON).ignoreExceptions().until(() -> contacts(tenant).statusCode() == 503);
            assertThat(contacts(tenant).jsonPath().getString("type")).isEqualTo("urn:rapport:problem:no-lease");
            LocalDate month = d0.minusMonths(1);
            ingestion.send(PlayedIngestion.seal(
                    epoch,
                    1,
                    PlayedIngestion.unit(
                            user, month, d0, Folds.mail("c@outside.example", month, d0.minusDays(3), 1, 1))));
            assertThat(units(epoch)).isZero();
            try (ServiceProcess back = platform.start(consent.service())) {
                await().atMost(SOON).ignoreExceptions().until(() -> units(epoch) == 1);
            }
        }
    }

    private Response contacts(UUID tenant) {
        return given().auth().oauth2(platform.tokens().seller(tenant)).get("/api/v1/contacts");
    }

    private long units(PlayedIngestion.Epoch epoch) {
        return pool.query("SELECT count(*) FROM unit WHERE te = " + epoch.te().value())
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
