package io.rapport.ingestion.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.ingestion.fold.Correspondent;
import io.rapport.ingestion.fold.Mail;
import io.rapport.ingestion.fold.MessageHeader;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** The oracle: what a page says, by a parser that everybody trusts. */
final class JacksonPage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JacksonPage() {}

    static List<Mail> read(byte[] page) throws IOException {
        List<Mail> mails = new ArrayList<>();
        for (JsonNode message : JSON.readTree(page).path("value")) {
            if (message.isObject()) {
                mails.add(new Mail(
                        text(message, "id"),
                        text(message, "conversationId"),
                        text(message, "@odata.type"),
                        message.path("isDraft").isBoolean()
                                && message.path("isDraft").booleanValue(),
                        seconds(text(message, "receivedDateTime")),
                        person(message.path("from")),
                        people(message.path("toRecipients")),
                        people(message.path("ccRecipients"))));
            }
        }
        return mails;
    }

    private static List<Correspondent> people(JsonNode recipients) {
        List<Correspondent> people = new ArrayList<>();
        if (recipients.isArray()) {
            recipients.forEach(recipient -> people.add(person(recipient)));
        }
        return people;
    }

    private static Correspondent person(JsonNode recipient) {
        JsonNode emailAddress = recipient.path("emailAddress");
        return new Correspondent(text(emailAddress, "address"), text(emailAddress, "name"));
    }

    private static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() ? value.textValue() : "";
    }

    private static long seconds(String text) {
        try {
            return OffsetDateTime.parse(text).toEpochSecond();
        } catch (DateTimeParseException e) {
            return MessageHeader.NO_DATE;
        }
    }
}
