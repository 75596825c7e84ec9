package io.rapport.ingestion.mailbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rapport.ingestion.fold.Correspondent;
import io.rapport.ingestion.fold.MessageHeader;
import java.io.IOException;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of messages as it streams by: one header at a time, no tree, no model. Tolerates what Exchange leaves
 * out; an answer that ends too early is an IOException, and the page is read again.
 */
final class MessagePage {

    private static final JsonFactory JSON = new JsonFactory();

    private MessagePage() {}

    /** @return the link to the next page */
    static Optional<String> read(InputStream in, Consumer<MessageHeader> sink) throws IOException {
        String next = null;
        try (JsonParser json = JSON.createParser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a page");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "@odata.nextLink" -> next = json.getText();
                    case "value" -> {
                        while (json.nextToken() == JsonToken.START_OBJECT) {
                            sink.accept(message(json));
                        }
                    }
                    default -> json.skipChildren();
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("the page breaks off");
            }
        }
        return Optional.ofNullable(next);
    }

    private static MessageHeader message(JsonParser json) throws IOException {
        String id = "";
        String conversation = "";
        String type = "";
        boolean draft = false;
        long received = MessageHeader.NO_DATE;
        Correspondent from = Correspondent.NOBODY;
        List<Correspondent> to = List.of();
        List<Correspondent> cc = List.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "id" -> id = text(json);
                case "conversationId" -> conversation = text(json);
                case "@odata.type" -> type = text(json);
                case "isDraft" -> draft = json.currentToken() == JsonToken.VALUE_TRUE;
                case "receivedDateTime" -> received = seconds(text(json));
                case "from" -> from = recipient(json);
                case "toRecipients" -> to = recipients(json);
                case "ccRecipients" -> cc = recipients(json);
                default -> json.skipChildren();
            }
        }
        return new MessageHeader(id, conversation, type, draft, received, from, to, cc);
    }

    private static List<Correspondent> recipients(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return List.of();
        }
        List<Correspondent> all = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            all.add(recipient(json));
        }
        return all;
    }

    /** {@code {"emailAddress": {"name": …, "address": …}}}; any part may be missing or null. */
    static Correspondent recipient(JsonParser json) throws IOException {
        Correspondent found = Correspondent.NOBODY;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return found;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("emailAddress") && json.currentToken() == JsonToken.START_OBJECT) {
                found = emailAddress(json);
            } else {
                json.skipChildren();
            }
        }
        return found;
    }

    /** The inside of an {@code emailAddress} object. */
    static Correspondent emailAddress(JsonParser json) throws IOException {
        String address = "";
        String name = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "address" -> address = text(json);
                case "name" -> name = text(json);
                default -> json.skipChildren();
            }
        }
        return Correspondent.of(address, name);
    }

    static String text(JsonParser json) throws IOException {
        String value = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
        json.skipChildren();
        return value == null ? "" : value;
    }

    static long seconds(@Nullable String instant) {
        if (instant == null || instant.isEmpty()) {
            return MessageHeader.NO_DATE;
        }
        try {
            return OffsetDateTime.parse(instant).toEpochSecond();
        } catch (DateTimeParseException e) {
            return MessageHeader.NO_DATE;
        }
    }
}
