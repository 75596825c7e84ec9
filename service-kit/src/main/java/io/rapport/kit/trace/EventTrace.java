package io.rapport.kit.trace;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The CloudEvents extension for distributed tracing: an event knows the trace in which it was written. */
@Singleton
public class EventTrace {

    /** What is read again at a start, from the beginning of its topic, belongs to no trace that anybody looks at. */
    private static final Duration FRESH = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(EventTrace.class);
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private final Tracer tracer;
    private final Clock clock;

    EventTrace(Tracer tracer, Clock clock) {
        this.tracer = tracer;
        this.clock = clock;
    }

    /** Adds the trace of the moment, if there is one. */
    public void write(CloudEventBuilder event) {
        W3C.inject(Context.current(), event, (to, name, value) -> {
            if (to != null) {
                to.withExtension(name, value);
            }
        });
    }

    /** From now on what happens here is part of the event's trace, until the handling is ended. */
    @SuppressWarnings("MustBeClosedChecker") // closed when the handling is ended
    public Handling begin(CloudEvent event) {
        Context written = W3C.extract(Context.root(), event, Extensions.INSTANCE);
        if (!Span.fromContext(written).getSpanContext().isValid() || !isFresh(event.getTime())) {
            return error -> {};
        }
        Span span = tracer.spanBuilder("handle " + event.getType())
                .setParent(written)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.message.type", event.getType())
                .startSpan();
        Scope scope = written.with(span).makeCurrent();
        LOG.debugf("Handling %s", event.getType());
        return error -> {
            scope.close();
            if (error != null) {
                span.setStatus(StatusCode.ERROR)
                        .setAttribute("error.type", error.getClass().getName());
            }
            span.end();
        };
    }

    private boolean isFresh(@Nullable OffsetDateTime written) {
        return written != null && written.toInstant().isAfter(clock.instant().minus(FRESH));
    }

    /** The handling of one event. */
    @FunctionalInterface
    public interface Handling {

        /** To be called once. */
        void end(@Nullable Throwable error);
    }

    private enum Extensions implements TextMapGetter<CloudEvent> {
        INSTANCE;

        @Override
        public Iterable<String> keys(CloudEvent event) {
            return event.getExtensionNames();
        }

        @Override
        public @Nullable String get(@Nullable CloudEvent event, String name) {
            return event != null && event.getExtension(name) instanceof String text ? text : null;
        }
    }
}
