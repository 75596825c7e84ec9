package io.rapport.simulator.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rapport.simulator.mail.EmailAddress;
import io.rapport.simulator.mail.Mailbox;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.tenant.SimulatedUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /users/{id}/messages} and its {@code $count}. The application may read headers only. */
final class Messages {

    private static final int DEFAULT_PAGE = 10;
    private static final int MAX_PAGE = 1000;
    static final Set<String> HEADERS = Set.of(
            "id",
            "internetMessageId",
            "conversationId",
            "from",
            "sender",
            "toRecipients",
            "ccRecipients",
            "receivedDateTime",
            "sentDateTime",
            "isDraft");
    private static final Set<String> CONTENT = Set.of("body", "bodyPreview", "uniqueBody", "attachments", "extensions");
    private static final Set<String> DECLARED = Set.of(
            "subject",
            "bccRecipients",
            "replyTo",
            "parentFolderId",
            "importance",
            "hasAttachments",
            "isRead",
            "createdDateTime",
            "lastModifiedDateTime",
            "changeKey",
            "categories",
            "webLink",
            "conversationIndex",
            "inferenceClassification",
            "flag");

    private Messages() {}

    static Answer list(Call call, SimulatedUser user) {
        call.need("Mail.ReadBasic.All", "Mail.Read", "Mail.ReadBasic");
        call.allow("$select", "$filter", "$top", "$skip", "$orderby", "$count");
        int size = call.pageSize(DEFAULT_PAGE, MAX_PAGE);
        Optional<Set<String>> select = select(call);
        Mailbox mailbox = mailbox(call, user);
        TimeFilter range = TimeFilter.parse(call.query().get("$filter"));
        boolean ascending = ascending(call);
        String asked = range + "|" + call.query().get("$select") + "|" + size + "|" + ascending;
        boolean whole = !call.query().containsKey("$skip") && !call.query().containsKey("$count");
        Optional<byte[]> kept = whole ? mailbox.kept(asked) : Optional.empty();
        if (kept.isPresent()) {
            return new Answer(200, Page.JSON_TYPE, kept.get(), true);
        }
        List<SimulatedMessage> found = mailbox.between(range.from(), range.until());
        int from = Math.min(returned(call.skip()), found.size());
        int until = Math.min(from + size, found.size());
        List<SimulatedMessage> page =
                ascending ? found.subList(from, until) : found.reversed().subList(from, until);
        Answer answer = Page.of(
                call,
                page,
                "true".equals(call.query().get("$count")) ? (Long) (long) found.size() : null,
                until < found.size() ? call.link("$skip", Integer.toString(scanned(until))) : null,
                (json, message) -> write(json, message, select.orElse(HEADERS)));
        if (whole && until == found.size()) {
            mailbox.keep(asked, () -> answer.zip().body());
        }
        return answer;
    }

    /** A link's $skip counts what Exchange scanned, every seventh of which it does not return. */
    private static int scanned(int returned) {
        return returned + returned / 6;
    }

    private static int returned(int scanned) {
        return scanned - scanned / 7;
    }

    static Answer count(Call call, SimulatedUser user) {
        call.need("Mail.ReadBasic.All", "Mail.Read", "Mail.ReadBasic");
        call.allow("$filter");
        String count = Integer.toString(find(call, user).size());
        return new Answer(200, "text/plain", count.getBytes(StandardCharsets.UTF_8));
    }

    private static List<SimulatedMessage> find(Call call, SimulatedUser user) {
        TimeFilter range = TimeFilter.parse(call.query().get("$filter"));
        return mailbox(call, user).between(range.from(), range.until());
    }

    static Mailbox mailbox(Call call, SimulatedUser user) {
        return call.tenant()
                .mailbox(user.id())
                .orElseThrow(() -> new GraphError(
                        404,
                        "MailboxNotEnabledForRESTAPI",
                        "The mailbox is either inactive, soft-deleted, or is hosted on-premise."));
    }

    static Optional<Set<String>> select(Call call) {
        Set<String> known = new java.util.HashSet<>(HEADERS);
        known.addAll(DECLARED);
        known.addAll(CONTENT);
        Optional<Set<String>> select = call.select(known);
        if (select.stream().flatMap(Set::stream).anyMatch(CONTENT::contains)) {
            throw new GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
        }
        return select;
    }

    /** Newest first unless asked otherwise; what is ordered by must be filtered by, too. */
    private static boolean ascending(Call call) {
        String order = call.query().get("$orderby");
        if (order == null) {
            return false;
        }
        if (!order.strip().matches("receivedDateTime(\\s+(asc|desc))?")) {
            throw GraphError.invalidQuery("Only receivedDateTime can be ordered by here.");
        }
        if (!call.query().containsKey("$filter")) {
            throw new GraphError(
                    400, "InefficientFilter", "The restriction or sort order is too complex for this operation.");
        }
        return !order.strip().endsWith("desc");
    }

    static void write(JsonGenerator json, SimulatedMessage message, Set<String> select) throws IOException {
        if (message.subtype() != null) {
            json.writeStringField("@odata.type", message.subtype());
        }
        json.writeStringField(
                "@odata.etag",
                "W/\"CQAAABYAAACZDqc" + Integer.toHexString(message.id().hashCode()) + "\"");
        json.writeStringField("id", message.id());
        if (select.contains("receivedDateTime")) {
            json.writeStringField("receivedDateTime", seconds(message.receivedAt()));
        }
        if (select.contains("sentDateTime")) {
            json.writeStringField("sentDateTime", seconds(message.sentAt()));
        }
        if (select.contains("internetMessageId")) {
            json.writeStringField("internetMessageId", message.internetMessageId());
        }
        if (select.contains("conversationId")) {
            json.writeStringField("conversationId", message.conversationId());
        }
        if (select.contains("isDraft")) {
            json.writeBooleanField("isDraft", message.draft());
        }
        if (select.contains("subject")) {
            json.writeStringField("subject", "(not simulated)");
        }
        for (String sender : List.of("sender", "from")) {
            if (select.contains(sender) && message.from() != null) {
                json.writeFieldName(sender);
                recipient(json, message.from());
            }
        }
        recipients(json, select, "toRecipients", message.to());
        recipients(json, select, "ccRecipients", message.cc());
        recipients(json, select, "bccRecipients", List.of());
    }

    private static String seconds(java.time.Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void recipients(JsonGenerator json, Set<String> select, String field, List<EmailAddress> all)
            throws IOException {
        if (!select.contains(field)) {
            return;
        }
        json.writeArrayFieldStart(field);
        for (EmailAddress one : all) {
            recipient(json, one);
        }
        json.writeEndArray();
    }

    /** {@code {"emailAddress": {"name": …, "address": …}}}, also used by calendar entries. */
    static void recipient(JsonGenerator json, EmailAddress who) throws IOException {
        json.writeStartObject();
        emailAddress(json, who);
        json.writeEndObject();
    }

    static void emailAddress(JsonGenerator json, EmailAddress who) throws IOException {
        json.writeObjectFieldStart("emailAddress");
        optional(json, "name", who.name());
        optional(json, "address", who.address());
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
    }
}
