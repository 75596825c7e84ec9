package io.rapport.ingestion.page;

import io.rapport.ingestion.fetch.ClosedFieldList;
import java.util.List;

/**
 * Properties that are asked of Microsoft Graph about one kind of thing.
 *
 * @param what the kind, as people call it
 */
record AskedFor(String what, List<Property> properties) {

    /** @param name as Microsoft Graph calls it */
    record Property(String name, String purpose) {}

    /** The whole closed list, with what each property is for. */
    static List<AskedFor> all(ClosedFieldList fields) {
        return List.of(
                of("An email", fields.message()),
                of("A meeting", fields.event()),
                of("A person of the organisation", fields.user()),
                of("The organisation", fields.organization()));
    }

    private static AskedFor of(String what, List<String> names) {
        return new AskedFor(
                what,
                names.stream().map(name -> new Property(name, purpose(name))).toList());
    }

    /** @throws IllegalArgumentException for a property that nobody has explained yet */
    private static String purpose(String name) {
        return switch (name) {
            case "id" -> "To tell one from another.";
            case "conversationId" -> "To see what answers what.";
            case "receivedDateTime" -> "When it was sent or received.";
            case "isDraft" -> "To leave drafts out.";
            case "from" -> "Who wrote it.";
            case "toRecipients" -> "To whom.";
            case "ccRecipients" -> "Who got a copy.";
            case "iCalUId" -> "To see that entries in several calendars are one meeting.";
            case "start", "end" -> "When it was, and for how long.";
            case "isAllDay" -> "Whether it has hours that count.";
            case "isCancelled" -> "To leave cancelled meetings out.";
            case "organizer" -> "Who invited.";
            case "attendees" -> "Who was invited, and who declined.";
            case "responseStatus" -> "To leave out what the mailbox's owner declined.";
            case "displayName" -> "The colleague's name, to say who knows whom.";
            case "mail", "userPrincipalName", "proxyAddresses" -> "Which addresses are the colleague's.";
            case "verifiedDomains" -> "Which addresses are within the organisation.";
            default -> throw new IllegalArgumentException("Nobody has explained " + name);
        };
    }
}
