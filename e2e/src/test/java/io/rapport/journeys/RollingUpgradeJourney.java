package io.rapport.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Services are replaced the way the chart's Deployments replace them, while sellers go on asking. The test is Deployment and
 * Service at once: a pod is sent requests once it says that it is ready, and none from a moment before it is told to end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // made before all
class RollingUpgradeJourney {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Platform platform;
    private ServiceProcess consent;
    private ServiceProcess insights;

    @BeforeAll
    void start() throws Exception {
        platform = Platform.start(PlatformOptions.small().mail(2, 5, 7));
        consent = launch(ServiceName.CONSENT);
        insights = launch(ServiceName.INSIGHTS);
        consent.awaitReady();
        insights.awaitReady();
        grant();
    }

    @AfterAll
    @SuppressWarnings("NullAway") // what did not start is not there
    void stop() throws Exception {
        for (AutoCloseable part : Arrays.<AutoCloseable>asList(insights, consent, platform)) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    @Order(1)
    void noReadFailsWhileAnotherReplicaTakesOver() throws Exception {
        ServiceProcess old = insights;
        try (Sellers sellers = sellers(old.url())) {
            insights = launch(ServiceName.INSIGHTS);
            insights.awaitReady();
            sellers.areSentTo(List.of(old.url(), insights.url()));
            sellers.awaitAnswersFrom(insights.url());

            sellers.areSentTo(List.of(insights.url()));
            sellers.awaitAnswersFrom(insights.url());
            old.close();

            assertThat(old.process().exitValue())
                    .as("ended by SIGTERM, in order")
                    .isEqualTo(143);
            sellers.awaitAnswersFrom(insights.url());
            assertThat(sellers.failures()).isEmpty();
        }
    }

    /** Its pod is replaced, never joined: only one may write the ring of keys. Leases bridge the gap. */
    @Test
    @Order(2)
    void noReadFailsWhileConsentServiceIsAwayForAMoment() throws Exception {
        try (Sellers sellers = sellers(insights.url())) {
            consent.close();
            sellers.awaitAnswersFrom(insights.url());
            consent = launch(ServiceName.CONSENT);
            consent.awaitReady();

            sellers.awaitAnswersFrom(insights.url());
            assertThat(sellers.failures()).isEmpty();
        }
    }

    private Sellers sellers(URI first) {
        Sellers sellers = new Sellers("/api/v1/contacts", platform.tokens().seller(Platform.TENANT), List.of(first));
        sellers.awaitAnswersFrom(first);
        return sellers;
    }

    /** With leases that outlast a start on a busy machine; a real installation's are 45 s. */
    private ServiceProcess launch(ServiceName name) {
        Map<String, String> config = new HashMap<>(platform.configFor(name));
        config.put("rapport.lease.validity", "5m");
        if (name == ServiceName.INSIGHTS) {
            config.put("quarkus.http.port", Integer.toString(Platform.freePort()));
        }
        return ServiceProcess.launch(name, config, platform.directory());
    }

    private void grant() {
        Api api = new Api(platform, service -> service == ServiceName.CONSENT ? consent.url() : insights.url());
        api.grant(List.of());
        await("insights-service has heard of it")
                .atMost(PATIENCE)
                .until(() -> api.asSeller().get("/api/v1/contacts").statusCode() == 200);
    }
}
