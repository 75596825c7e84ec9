package io.rapport.simulator.calendar;

import io.rapport.simulator.mail.EmailAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox's copy of a calendar entry; a recurring meeting stands here as its occurrences.
 *
 * @param iCalUId the same in every mailbox and for every occurrence of a series
 * @param type {@code singleInstance}, {@code occurrence} or {@code exception}
 * @param response the owner's own answer: {@code organizer}, {@code accepted}, {@code declined}, …
 */
public record SimulatedEvent(
        String id,
        String iCalUId,
        String type,
        @Nullable String seriesMasterId,
        EmailAddress organizer,
        List<Attendee> attendees,
        Instant start,
        Instant end,
        boolean cancelled,
        boolean allDay,
        String response) {

    /** @param type {@code required}, {@code optional} or {@code resource} */
    public record Attendee(EmailAddress who, String type, String response) {}

    @Override
    public String toString() {
        return "SimulatedEvent[" + id + "]";
    }
}
