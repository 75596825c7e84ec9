package io.rapport.ingestion.fetch;

import java.util.List;

/**
 * Every property that Rapport ever asks Microsoft Graph for about mail, meetings and people. Headers only: no subject,
 * no body, no attachment. It stands here and nowhere else, and is published at {@code GET /api/v1/ingestion/fields}.
 */
public record ClosedFieldList(List<String> message, List<String> event, List<String> user, List<String> organization) {

    private static final ClosedFieldList ALL = new ClosedFieldList(
            List.of("id", "conversationId", "receivedDateTime", "isDraft", "from", "toRecipients", "ccRecipients"),
            List.of(
                    "id",
                    "iCalUId",
                    "start",
                    "end",
                    "isAllDay",
                    "isCancelled",
                    "organizer",
                    "attendees",
                    "responseStatus"),
            List.of("id", "displayName", "mail", "userPrincipalName", "proxyAddresses"),
            List.of("id", "verifiedDomains"));

    public static ClosedFieldList all() {
        return ALL;
    }

    public static String[] ofMessages() {
        return ALL.message.toArray(String[]::new);
    }

    public static String[] ofEvents() {
        return ALL.event.toArray(String[]::new);
    }

    public static String[] ofUsers() {
        return ALL.user.toArray(String[]::new);
    }

    public static String[] ofOrganization() {
        return ALL.organization.toArray(String[]::new);
    }
}
