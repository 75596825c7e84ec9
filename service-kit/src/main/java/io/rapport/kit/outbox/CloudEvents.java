package io.rapport.kit.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.rapport.kit.trace.EventTrace;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** CloudEvents 1.0 in structured JSON, around our records. */
@Singleton
public class CloudEvents {

    private final JsonFormat format = new JsonFormat();
    private final ObjectMapper json;
    private final Clock clock;
    private final EventTrace trace;
    private final URI source;

    CloudEvents(
            ObjectMapper json,
            Clock clock,
            EventTrace trace,
            @ConfigProperty(name = "quarkus.application.name") String applicationName) {
        this.json = json;
        this.clock = clock;
        this.trace = trace;
        this.source = URI.create("urn:rapport:" + applicationName);
    }

    /** The type is {@code io.rapport.<record name>.v1}. The event carries the trace of the moment. */
    byte[] write(Record data) {
        CloudEventBuilder event = event(data);
        trace.write(event);
        return format.serialize(event.build());
    }

    private CloudEventBuilder event(Record data) {
        try {
            return CloudEventBuilder.v1()
                    .withId(UUID.randomUUID().toString())
                    .withSource(source)
                    .withType("io.rapport." + data.getClass().getSimpleName() + ".v1")
                    .withTime(clock.instant().atOffset(ZoneOffset.UTC))
                    .withData("application/json", json.writeValueAsBytes(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A JSON array of {@code {key, message}}, the message as text. They carry no trace: a grant writes hundreds of thousands,
     * and as many spans would bury the few that matter.
     */
    String writeAll(List<Outbox.Keyed> keyed) {
        try {
            return json.writeValueAsString(keyed.stream()
                    .map(one -> Map.of("key", one.key(), "message", text(event(one.event()))))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(CloudEventBuilder event) {
        return new String(format.serialize(event.build()), StandardCharsets.UTF_8);
    }

    /**
     * Hands over what the event holds; what is done with it is part of the event's trace.
     *
     * @throws IllegalArgumentException if it is no CloudEvent around such a record
     */
    public <T extends Record> void handle(byte[] event, Class<T> type, Consumer<T> work) {
        CloudEvent read = format.deserialize(event);
        T data = data(read, type);
        EventTrace.Handling handling = trace.begin(read);
        try {
            work.accept(data);
            handling.end(null);
        } catch (RuntimeException e) {
            handling.end(e);
            throw e;
        }
    }

    /** The same for work that ends later. */
    public <T extends Record> Uni<Void> handleAsync(byte[] event, Class<T> type, Function<T, Uni<Void>> work) {
        CloudEvent read = format.deserialize(event);
        T data = data(read, type);
        return Uni.createFrom().deferred(() -> {
            EventTrace.Handling handling = trace.begin(read);
            return Uni.createFrom()
                    .item(data)
                    .flatMap(work::apply)
                    .onTermination()
                    .invoke((done, error, cancelled) -> handling.end(error));
        });
    }

    private <T extends Record> T data(CloudEvent event, Class<T> type) {
        var data = event.getData();
        if (data == null) {
            throw new IllegalArgumentException("The event has no data");
        }
        try {
            return json.readValue(data.toBytes(), type);
        } catch (IOException e) {
            throw new IllegalArgumentException("The event does not hold a " + type.getSimpleName(), e);
        }
    }
}
