package io.rapport.ingestion.mailbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rapport.ingestion.fold.UnitFold;
import java.io.IOException;
import java.time.Instant;

/** A page read by Jackson's streaming parser: strings for what is needed, nothing for the rest. */
final class JacksonStream {

    private static final JsonFactory JSON = new JsonFactory();

    private JacksonStream() {}

    static void read(byte[] page, UnitFold fold) throws IOException {
        Written header = new Written(fold);
        try (JsonParser json = JSON.createParser(page)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("value")) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        message(json, header);
                    }
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    private static void message(JsonParser json, Written header) throws IOException {
        header.begin();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "id" -> header.id(json.getText());
                case "conversationId" -> header.conversation(json.getText());
                case "isDraft" -> header.draft(json.currentToken() == JsonToken.VALUE_TRUE);
                case "receivedDateTime" ->
                    header.received(Instant.parse(json.getText()).getEpochSecond());
                case "from" -> {
                    String[] from = person(json);
                    header.from(from[0], from[1]);
                }
                case "toRecipients", "ccRecipients" -> {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        String[] who = person(json);
                        header.recipient(field.equals("toRecipients"), who[0], who[1]);
                    }
                }
                default -> json.skipChildren();
            }
        }
        header.accept();
    }

    private static String[] person(JsonParser json) throws IOException {
        String[] person = {"", ""};
        json.nextToken();
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            int part = json.currentName().equals("address") ? 0 : 1;
            json.nextToken();
            person[part] = json.getText();
        }
        json.nextToken();
        return person;
    }
}
