package io.rapport.kit.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Lets only attributes out that cannot hold anything personal. A path, a query, an address of a caller, a message of an
 * exception may name a person, and instrumentation adds attributes with every release: so what is not listed stays here.
 */
final class WithoutPersonalData implements SpanExporter {

    private static final Set<String> ALLOWED = Set.of(
            "error.type",
            "exception.type",
            "http.request.method",
            "http.response.status_code",
            "http.route",
            "messaging.destination.name",
            "messaging.message.type",
            "messaging.operation.type",
            "messaging.system",
            "server.address",
            "server.port");

    private final SpanExporter collector;

    WithoutPersonalData(SpanExporter collector) {
        this.collector = collector;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return collector.export(spans.stream().<SpanData>map(Bare::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
        return collector.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return collector.shutdown();
    }

    private static Attributes allowed(Attributes all) {
        return all.toBuilder().removeIf(key -> !ALLOWED.contains(key.getKey())).build();
    }

    /** A span as the collector sees it. */
    private static final class Bare extends DelegatingSpanData {

        private final Attributes attributes;

        Bare(SpanData span) {
            super(span);
            this.attributes = allowed(span.getAttributes());
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }

        @Override
        public int getTotalAttributeCount() {
            return attributes.size();
        }

        @Override
        public List<EventData> getEvents() {
            return super.getEvents().stream()
                    .map(event ->
                            EventData.create(event.getEpochNanos(), event.getName(), allowed(event.getAttributes())))
                    .toList();
        }

        @Override
        public List<LinkData> getLinks() {
            return super.getLinks().stream()
                    .map(link -> LinkData.create(link.getSpanContext()))
                    .toList();
        }

        /** Without its description, which is an exception's message. */
        @Override
        public StatusData getStatus() {
            return StatusData.create(super.getStatus().getStatusCode(), "");
        }
    }
}
