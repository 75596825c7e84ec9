package io.rapport.kit.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
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
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** CloudEvents 1.0 in structured JSON, around our records. */
@Singleton
public class CloudEvents {

    private final JsonFormat format = new JsonFormat();
    private final ObjectMapper json;
    private final Clock clock;
    private final URI source;

    CloudEvents(
            ObjectMapper json, Clock clock, @ConfigProperty(name = "quarkus.application.name") String applicationName) {
        this.json = json;
        this.clock = clock;
        this.source = URI.create("urn:rapport:" + applicationName);
    }

    /** The type is {@code io.rapport.<record name>.v1}. */
    byte[] write(Record data) {
        try {
            CloudEvent event = CloudEventBuilder.v1()
                    .withId(UUID.randomUUID().toString())
                    .withSource(source)
                    .withType("io.rapport." + data.getClass().getSimpleName() + ".v1")
                    .withTime(clock.instant().atOffset(ZoneOffset.UTC))
                    .withData("application/json", json.writeValueAsBytes(data))
                    .build();
            return format.serialize(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON array of {@code {key, message}}, the message as text. */
    String writeAll(List<Outbox.Keyed> keyed) {
        try {
            return json.writeValueAsString(keyed.stream()
                    .map(one ->
                            Map.of("key", one.key(), "message", new String(write(one.event()), StandardCharsets.UTF_8)))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException if it is no CloudEvent around such a record */
    public <T extends Record> T read(byte[] event, Class<T> type) {
        var data = format.deserialize(event).getData();
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
