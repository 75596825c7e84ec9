package io.rapport.ingestion.fold;

import java.util.List;

/**
 * What the fold knows of a calendar entry.
 *
 * @param start seconds since 1970 UTC
 * @param declined by the mailbox's owner
 * @param present everyone invited who is neither a resource nor declined; the organiser comes apart
 */
public record MeetingHeader(
        String iCalUId,
        long start,
        long end,
        boolean allDay,
        boolean cancelled,
        boolean declined,
        Correspondent organizer,
        List<Correspondent> present) {

    @Override
    public String toString() {
        return "MeetingHeader[hidden]";
    }
}
