package io.rapport.ingestion.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.ingestion.fold.Correspondent;
import io.rapport.ingestion.fold.MeetingHeader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a page of calendar entries. They are few beside mail, so a tree per page does. */
final class EventPage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventPage() {}

    /** @return the link to the next page */
    static Optional<String> read(byte[] bytes, int length, Consumer<MeetingHeader> sink) throws IOException {
        JsonNode page = JSON.readTree(bytes, 0, length);
        if (page == null || !page.path("value").isArray()) {
            throw new IOException("not a page");
        }
        for (JsonNode event : page.path("value")) {
            meeting(event).ifPresent(sink);
        }
        return Optional.ofNullable(page.path("@odata.nextLink").textValue());
    }

    private static Optional<MeetingHeader> meeting(JsonNode event) {
        Optional<Long> start = seconds(event.path("start"));
        Optional<Long> end = seconds(event.path("end"));
        if (start.isEmpty() || end.isEmpty()) {
            return Optional.empty();
        }
        List<Correspondent> present = new ArrayList<>();
        for (JsonNode attendee : event.path("attendees")) {
            boolean resource = attendee.path("type").asText().equalsIgnoreCase("resource");
            boolean declined = attendee.path("status").path("response").asText().equalsIgnoreCase("declined");
            if (!resource && !declined) {
                present.add(person(attendee.path("emailAddress")));
            }
        }
        return Optional.of(new MeetingHeader(
                event.path("iCalUId").asText(event.path("id").asText()),
                start.get(),
                end.get(),
                event.path("isAllDay").asBoolean(),
                event.path("isCancelled").asBoolean(),
                event.path("responseStatus").path("response").asText().equalsIgnoreCase("declined"),
                person(event.path("organizer").path("emailAddress")),
                present));
    }

    private static Correspondent person(JsonNode emailAddress) {
        return new Correspondent(
                emailAddress.path("address").asText(""),
                emailAddress.path("name").asText(""));
    }

    private static Optional<Long> seconds(JsonNode time) {
        try {
            ZoneId zone = time.path("timeZone").asText("UTC").equals("UTC")
                    ? ZoneOffset.UTC
                    : ZoneId.of(time.path("timeZone").asText());
            return Optional.of(LocalDateTime.parse(time.path("dateTime").asText())
                    .atZone(zone)
                    .toEpochSecond());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
