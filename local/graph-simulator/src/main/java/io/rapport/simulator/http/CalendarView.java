package io.rapport.simulator.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rapport.simulator.calendar.SimulatedEvent;
import io.rapport.simulator.tenant.SimulatedUser;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;

/** {@code GET /users/{id}/calendarView}: what overlaps a span, recurrences expanded. */
final class CalendarView {

    private static final int DEFAULT_PAGE = 10;
    private static final int MAX_PAGE = 1000;
    private static final Set<String> DECLARED = Set.of(
            "id",
            "iCalUId",
            "type",
            "seriesMasterId",
            "organizer",
            "attendees",
            "start",
            "end",
            "isCancelled",
            "isAllDay",
            "isOnlineMeeting",
            "responseStatus",
            "showAs",
            "subject");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS");

    private CalendarView() {}

    static Answer list(Call call, SimulatedUser user) {
        call.need("Calendars.ReadBasic.All", "Calendars.Read");
        call.allow("startDateTime", "endDateTime", "$select", "$top", "$skip");
        if (user.mailbox() != SimulatedUser.MailboxKind.CLOUD) {
            throw new GraphError(404, "MailboxNotEnabledForRESTAPI", "The mailbox is hosted on-premise or missing.");
        }
        Instant from = instant(call, "startDateTime");
        Instant until = instant(call, "endDateTime");
        Set<String> select = call.select(DECLARED).orElse(DECLARED);
        List<SimulatedEvent> found = call.tenant().calendar(user.id()).stream()
                .filter(event -> event.start().isBefore(until) && event.end().isAfter(from))
                .toList();
        int first = Math.min(call.skip(), found.size());
        int last = Math.min(first + call.pageSize(DEFAULT_PAGE, MAX_PAGE), found.size());
        return Page.of(
                call,
                found.subList(first, last),
                null,
                last < found.size() ? call.link("$skip", Integer.toString(last)) : null,
                (json, event) -> write(json, event, select));
    }

    /** An offset in the value counts; UTC if there is none. */
    private static Instant instant(Call call, String option) {
        String text = call.query().get(option);
        if (text == null) {
            throw new GraphError(
                    400,
                    "ErrorInvalidParameter",
                    "This request requires a time window, startDateTime and endDateTime.");
        }
        try {
            return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new GraphError(400, "ErrorInvalidParameter", option + " is not a date and time.");
        }
    }

    private static void write(JsonGenerator json, SimulatedEvent event, Set<String> select) throws IOException {
        json.writeStringField(
                "@odata.etag", "W/\"Ev" + Integer.toHexString(event.id().hashCode()) + "\"");
        json.writeStringField("id", event.id());
        text(json, select, "iCalUId", event.iCalUId());
        text(json, select, "type", event.type());
        text(json, select, "showAs", "busy");
        text(json, select, "subject", "(not simulated)");
        if (select.contains("seriesMasterId")) {
            if (event.seriesMasterId() == null) {
                json.writeNullField("seriesMasterId");
            } else {
                json.writeStringField("seriesMasterId", event.seriesMasterId());
            }
        }
        flag(json, select, "isCancelled", event.cancelled());
        flag(json, select, "isAllDay", event.allDay());
        flag(json, select, "isOnlineMeeting", false);
        time(json, select, "start", event.start());
        time(json, select, "end", event.end());
        if (select.contains("organizer")) {
            json.writeFieldName("organizer");
            Messages.recipient(json, event.organizer());
        }
        if (select.contains("responseStatus")) {
            json.writeFieldName("responseStatus");
            response(json, event.response());
        }
        if (select.contains("attendees")) {
            json.writeArrayFieldStart("attendees");
            for (SimulatedEvent.Attendee attendee : event.attendees()) {
                json.writeStartObject();
                json.writeStringField("type", attendee.type());
                json.writeFieldName("status");
                response(json, attendee.response());
                Messages.emailAddress(json, attendee.who());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void text(JsonGenerator json, Set<String> select, String field, String value) throws IOException {
        if (select.contains(field)) {
            json.writeStringField(field, value);
        }
    }

    private static void flag(JsonGenerator json, Set<String> select, String field, boolean value) throws IOException {
        if (select.contains(field)) {
            json.writeBooleanField(field, value);
        }
    }

    private static void time(JsonGenerator json, Set<String> select, String field, Instant value) throws IOException {
        if (select.contains(field)) {
            json.writeObjectFieldStart(field);
            json.writeStringField("dateTime", LOCAL.format(value.atOffset(ZoneOffset.UTC)));
            json.writeStringField("timeZone", "UTC");
            json.writeEndObject();
        }
    }

    private static void response(JsonGenerator json, String response) throws IOException {
        json.writeStartObject();
        json.writeStringField("response", response);
        json.writeStringField("time", "0001-01-01T00:00:00Z");
        json.writeEndObject();
    }
}
