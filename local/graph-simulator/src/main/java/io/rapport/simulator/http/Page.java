package io.rapport.simulator.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a collection as Graph does. */
final class Page {

    private static final JsonFactory JSON = new JsonFactory();

    private Page() {}

    static final String JSON_TYPE = "application/json;odata.metadata=minimal;charset=utf-8";

    interface Writer<T> {
        void write(JsonGenerator json, T item) throws IOException;
    }

    static <T> Answer of(Call call, List<T> items, @Nullable Long count, @Nullable String nextLink, Writer<T> writer) {
        return page(call, items, count, "@odata.nextLink", nextLink, writer);
    }

    /** With a link of another kind. */
    static <T> Answer linked(Call call, List<T> items, String kind, String link, Writer<T> writer) {
        return page(call, items, null, kind, link, writer);
    }

    private static <T> Answer page(
            Call call, List<T> items, @Nullable Long count, String kind, @Nullable String link, Writer<T> writer) {
        return json(json -> {
            json.writeStringField(
                    "@odata.context", call.base() + "/$metadata#" + call.path().getLast());
            if (count != null) {
                json.writeNumberField("@odata.count", count);
            }
            if (link != null) {
                json.writeStringField(kind, link);
            }
            json.writeArrayFieldStart("value");
            for (T item : items) {
                json.writeStartObject();
                writer.write(json, item);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    static Answer json(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer(200, JSON_TYPE, bytes.toByteArray());
    }
}
