package io.rapport.insights.relationship;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.Meeting;
import java.time.LocalDate;
import java.util.List;

/**
 * What one mailbox and one contact had with each other in one window, as it is stored, or one activity that was posted.
 *
 * @param mailbox number within the epoch
 * @param contact number within the epoch
 * @param from first day of the window, to which the days of the facts are counted
 * @param calls of the shape of meetings: known only where they were posted
 */
public record Stretch(int mailbox, int contact, LocalDate from, ContactFacts facts, List<Meeting> calls) {

    /** Mail and meetings of a window. */
    public Stretch(int mailbox, int contact, LocalDate from, ContactFacts facts) {
        this(mailbox, contact, from, facts, List.of());
    }

    /** Meetings or calls. */
    List<Meeting> encounters(Kind kind) {
        return switch (kind) {
            case MEETING -> facts.getMeetingsList();
            case CALL -> calls;
            case EMAIL -> List.of();
        };
    }
}
