package io.rapport.kit.trace;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.annotations.RegisterResources;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The one way by which spans leave the process: OTLP over HTTP, after {@link WithoutPersonalData}. Quarkus' own exporter is
 * switched off, because nothing can be put in front of it.
 */
@RegisterResources(globs = "META-INF/services/io.opentelemetry.exporter.internal.http.HttpSenderProvider")
@RegisterForReflection(classNames = "io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider")
public class Collector {

    /** @param endpoint without the path {@code /v1/traces} */
    @Produces
    @Singleton
    @Unremovable
    SpanProcessor export(
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled,
            @ConfigProperty(name = "quarkus.otel.exporter.otlp.endpoint") URI endpoint) {
        if (disabled) {
            return SpanProcessor.composite();
        }
        String traces = endpoint.toString().replaceFirst("/+$", "") + "/v1/traces";
        return BatchSpanProcessor.builder(new WithoutPersonalData(
                        OtlpHttpSpanExporter.builder().setEndpoint(traces).build()))
                .build();
    }
}
