package io.rapport.kit.page;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What a service's own counters say at this moment, for operators: its work and faults, how far it lags behind Kafka, and
 * its requests. Each service shows its own; Prometheus keeps their history.
 */
@Path("/operations/{service}")
@RolesAllowed(Roles.OPS_READ)
@Produces(MediaType.TEXT_HTML)
public class OperationsPages {

    private static final List<String> SERVICES =
            List.of("consent-service", "ingestion-service", "insights-service", "purge-service");

    private final MeterRegistry metrics;
    private final String own;
    private final Optional<String> grafana;

    OperationsPages(
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String own,
            @ConfigProperty(name = "rapport.grafana.url") Optional<String> grafana) {
        this.metrics = metrics;
        this.own = own;
        this.grafana = grafana;
    }

    /** One measured value. @param labels such as {@code stage=APP}; never personal data */
    record Reading(String name, String labels, double value, String unit) {}

    /** Readings of one kind. */
    record Family(String title, List<Reading> readings) {}

    @CheckedTemplate(basePath = "kit")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance operations(
                String service, List<String> services, List<Family> families, String grafana);
    }

    @GET
    public TemplateInstance show(@PathParam("service") String service) {
        if (!service.equals(own)) {
            throw Problems.of(ErrorCode.NOT_FOUND, "There is no service of this name here.");
        }
        return Templates.operations(
                own,
                SERVICES,
                List.of(
                        family("Work and faults", "rapport."),
                        family("Lag behind Kafka, in records", "kafka.consumer.fetch.manager.records.lag"),
                        family("Requests", "http.server.requests")),
                grafana.orElse(""));
    }

    private Family family(String title, String prefix) {
        List<Reading> readings = new ArrayList<>();
        metrics.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(prefix))
                .forEach(meter -> read(meter, readings));
        readings.sort(Comparator.comparing(Reading::name).thenComparing(Reading::labels));
        return new Family(title, readings);
    }

    private static void read(Meter meter, List<Reading> readings) {
        List<Measurement> measured = StreamSupport.stream(meter.measure().spliterator(), false)
                .filter(measurement -> Double.isFinite(measurement.getValue()))
                .toList();
        String labels = meter.getId().getTags().stream()
                .filter(tag -> !tag.getKey().equals("client.id"))
                .map(OperationsPages::label)
                .collect(Collectors.joining(", "));
        for (Measurement measurement : measured) {
            String statistic =
                    measured.size() == 1 ? "" : " " + measurement.getStatistic().getTagValueRepresentation();
            readings.add(new Reading(
                    meter.getId().getName() + statistic,
                    labels,
                    measurement.getValue(),
                    Optional.ofNullable(meter.getId().getBaseUnit()).orElse("")));
        }
    }

    private static String label(Tag tag) {
        return tag.getKey() + "=" + tag.getValue();
    }
}
