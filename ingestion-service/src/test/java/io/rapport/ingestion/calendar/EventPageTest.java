package io.rapport.ingestion.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.ingestion.fold.Correspondent;
import io.rapport.ingestion.fold.MeetingHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventPageTest {

    private final List<MeetingHeader> read = new ArrayList<>();

    @Test
    void leavesOutResourcesAndWhoDeclined() throws IOException {
        read("""
                {"value": [{
                  "id": "E1", "iCalUId": "U1", "isAllDay": false, "isCancelled": false,
                  "start": {"dateTime": "2026-03-02T10:00:00.0000000", "timeZone": "UTC"},
                  "end": {"dateTime": "2026-03-02T10:30:00.0000000", "timeZone": "UTC"},
                  "organizer": {"emailAddress": {"address": "Me@ours.example"}},
                  "responseStatus": {"response": "declined"},
                  "attendees": [
                    {"type": "required", "status": {"response": "accepted"}, "emailAddress": {"address": "ann@x.example"}},
                    {"type": "optional", "status": {"response": "declined"}, "emailAddress": {"address": "bob@x.example"}},
                    {"type": "resource", "emailAddress": {"address": "room@ours.example"}}]}]}""");

        assertThat(read)
                .containsExactly(new MeetingHeader(
                        "U1",
                        1772445600L,
                        1772447400L,
                        false,
                        false,
                        true,
                        new Correspondent("Me@ours.example", ""),
                        List.of(new Correspondent("ann@x.example", ""))));
    }

    @Test
    void toleratesMissingPartsAndZonesThatJavaDoesNotKnow() throws IOException {
        String time = "{\"dateTime\": \"2026-03-02T10:00:00\", \"timeZone\": \"%s\"}";
        Optional<String> next = read("{\"value\": [{\"id\": \"1\"}, {\"id\": \"2\", \"start\": "
                + time.formatted("Pacific Standard Time") + ", \"end\": " + time.formatted("UTC")
                + "}, {\"id\": \"3\", \"start\": " + time.formatted("Europe/Berlin") + ", \"end\": "
                + time.formatted("Europe/Berlin") + "}], \"@odata.nextLink\": \"n\"}");

        assertThat(next).contains("n");
        assertThat(read).singleElement().satisfies(meeting -> {
            assertThat(meeting.iCalUId()).isEqualTo("3");
            assertThat(meeting.start()).isEqualTo(1772442000L);
            assertThat(meeting.organizer()).isEqualTo(new Correspondent("", ""));
        });
    }

    @Test
    void anAnswerThatBreaksOffIsAnError() {
        assertThatThrownBy(() -> read("{\"value\": [{\"id\": \"1\"")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("{}")).isInstanceOf(IOException.class);
    }

    private Optional<String> read(String json) throws IOException {
        byte[] page = json.getBytes(StandardCharsets.UTF_8);
        return EventPage.read(page, page.length, read::add);
    }
}
