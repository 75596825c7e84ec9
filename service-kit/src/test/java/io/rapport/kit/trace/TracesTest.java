package io.rapport.kit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaves the process, and how an event carries its trace. */
class TracesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private final List<SpanData> exported = new ArrayList<>();
    private final Tracer tracer = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new WithoutPersonalData(keeping(exported))))
            .build()
            .get("test");
    private final EventTrace trace = new EventTrace(tracer, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void onlyWhatCannotNameAPersonLeaves() {
        tracer.spanBuilder("GET /api/v1/contacts")
                .setAttribute("http.route", "/api/v1/contacts")
                .setAttribute("http.request.method", "GET")
                .setAttribute("url.query", "search=noah@example.com")
                .setAttribute("url.path", "/api/v1/contacts")
                .setAttribute("client.address", "192.0.2.7")
                .startSpan()
                .recordException(new IllegalStateException("noah@example.com"))
                .setStatus(StatusCode.ERROR, "noah@example.com")
                .end();

        SpanData span = exported.getFirst();
        assertThat(span.getAttributes().asMap().keySet())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("http.route", "http.request.method");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEmpty();
        assertThat(span.getEvents().getFirst().getAttributes().asMap().values())
                .containsExactly(IllegalStateException.class.getName());
    }

    @Test
    void whoReadsAnEventGoesOnWithItsTrace() {
        Span request = tracer.spanBuilder("request").startSpan();

        trace.begin(writtenWithin(request, NOW)).end(null);

        SpanData handling = exported.getFirst();
        assertThat(handling.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
        assertThat(handling.getParentSpanId())
                .isEqualTo(request.getSpanContext().getSpanId());
    }

    @Test
    void anEventWithoutATraceAndOneReadAgainMuchLaterBeginNoSpan() {
        Span request = tracer.spanBuilder("request").startSpan();

        trace.begin(event(NOW).build()).end(null);
        trace.begin(writtenWithin(request, NOW.minus(Duration.ofHours(2)))).end(null);

        assertThat(exported).isEmpty();
    }

    private CloudEvent writtenWithin(Span span, Instant at) {
        CloudEventBuilder event = event(at);
        try (Scope _ = span.makeCurrent()) {
            trace.write(event);
        }
        return event.build();
    }

    private static CloudEventBuilder event(Instant at) {
        return CloudEventBuilder.v1()
                .withId("1")
                .withSource(URI.create("urn:test"))
                .withType("test")
                .withTime(at.atOffset(ZoneOffset.UTC));
    }

    private static SpanExporter keeping(List<SpanData> exported) {
        return new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                exported.addAll(spans);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
    }
}
