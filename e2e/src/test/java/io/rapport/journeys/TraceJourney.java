package io.rapport.journeys;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a collector receives of a decision, and what it never receives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // made before all
class TraceJourney {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SOMEBODY = "noah.silva@example.com";

    private TraceCollector collector;
    private Platform platform;
    private ServiceProcess consent;
    private ServiceProcess ingestion;

    @BeforeAll
    void start() {
        collector = new TraceCollector();
        platform = Platform.start(PlatformOptions.small().mail(4, 10, 7));
        consent = traced(ServiceName.CONSENT);
        ingestion = traced(ServiceName.INGESTION);
        consent.awaitReady();
        ingestion.awaitReady();
    }

    @AfterAll
    @SuppressWarnings("NullAway") // what did not start is not there
    void stop() throws Exception {
        for (AutoCloseable part : Arrays.<AutoCloseable>asList(ingestion, consent, platform, collector)) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    void aDecisionAndWhatItCausesInAnotherServiceAreOneTraceWhichLogsNameToo() throws IOException {
        new Api(platform, platform::url).grant(List.of());

        String trace = first(span -> span.service().equals("consent-service")
                        && span.has("http.request.method", "PUT")
                        && span.has("http.route", "/api/v1/consent"))
                .trace();
        first(span -> span.service().equals("ingestion-service")
                && span.isConsumer()
                && span.trace().equals(trace));

        assertThat(lines(ingestion.log()))
                .anySatisfy(line -> assertThat(line)
                        .contains("Handling io.rapport.ConsentState.v1")
                        .contains("\"traceId\":\"" + trace + '"')
                        .contains("\"service\":\"ingestion-service\""));
    }

    @Test
    void noSpanNamesAPersonWhateverIsAskedFor() {
        asAdmin().queryParam("search", SOMEBODY).get("/api/v1/consent");
        asAdmin().queryParam("search", SOMEBODY).get("/api/v1/" + SOMEBODY);
        asAdmin().body(SOMEBODY).contentType("application/json").post("/api/v1/consent/preview");

        first(span -> span.has("http.response.status_code", "404"));
        first(span -> span.has("http.request.method", "POST") && span.service().equals("consent-service"));
        first(span -> span.has("http.route", "/api/v1/consent") && span.has("http.request.method", "GET"));
        assertThat(collector.spans())
                .allSatisfy(received -> assertThat(received.said()).doesNotContain("@", "%40", "silva", "Bearer"));
    }

    private TraceCollector.Received first(Predicate<TraceCollector.Received> wanted) {
        return await().atMost(PATIENCE)
                .until(() -> collector.spans().stream().filter(wanted).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    private RequestSpecification asAdmin() {
        return given().baseUri(platform.url(ServiceName.CONSENT).toString())
                .auth()
                .oauth2(platform.tokens().admin(Platform.TENANT));
    }

    private ServiceProcess traced(ServiceName name) {
        Map<String, String> config = new HashMap<>(platform.configFor(name));
        config.put("quarkus.otel.sdk.disabled", "false");
        config.put("quarkus.otel.exporter.otlp.endpoint", collector.endpoint().toString());
        config.put("quarkus.otel.traces.sampler.arg", "1.0");
        config.put("quarkus.log.category.\"io.rapport.kit.trace\".level", "DEBUG");
        return ServiceProcess.launch(name, config, platform.directory());
    }

    private static List<String> lines(Path log) throws IOException {
        return Files.readAllLines(log);
    }
}
