package io.rapport.simulator.http;

import io.rapport.simulator.mail.Mailbox;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.tenant.SimulatedUser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /users/{id}/mailFolders/inbox/messages/delta}: what has changed since a token. The state lives in the
 * mailbox: it remembers its last three generations, and an older token is gone, be it in the middle of a walk. Rapport
 * does not use it; it is here so that whoever thinks of it meets it as it is.
 */
final class Delta {

    private static final int DEFAULT_PAGE = 50;
    private static final int MAX_PAGE = 500;
    /** A filtered enumeration stops there. */
    private static final int CEILING = 5_000;

    private Delta() {}

    /** A walk: from one generation (0: from nothing) to another, so many items in. */
    private record Token(int since, int until, int offset) {

        static Token parse(String text) {
            try {
                String[] parts = text.split("_");
                return new Token(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            } catch (RuntimeException e) {
                throw new GraphError(400, "ErrorInvalidUrlQuery", "The token is malformed.");
            }
        }

        @Override
        public String toString() {
            return since + "_" + until + "_" + offset;
        }
    }

    private record Change(@Nullable SimulatedMessage message, String id) {}

    /** Whole events only, bodies included, which an application that may read headers cannot use. */
    static GraphError ofEvents(Call call) {
        return call.query().containsKey("$select")
                ? new GraphError(400, "ErrorInvalidUrlQuery", "$select is not supported with change tracking.")
                : new GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
    }

    static Answer ofMessages(Call call, SimulatedUser user) {
        call.need("Mail.ReadBasic.All", "Mail.Read", "Mail.ReadBasic");
        call.allow("$select", "$filter", "$top", "changeType", "$skiptoken", "$deltatoken");
        if ("latest".equals(call.query().get("$deltatoken"))) {
            throw GraphError.invalidQuery("$deltatoken=latest is not supported.");
        }
        Mailbox now = Messages.mailbox(call, user);
        Token token = token(call, now);
        List<Change> changes = changes(call, generation(now, token.since), generation(now, token.until));
        Set<String> select = Messages.select(call).orElse(Messages.HEADERS);
        int from = Math.min(token.offset, changes.size());
        int until = Math.min(from + call.pageSize(DEFAULT_PAGE, MAX_PAGE), changes.size());
        boolean last = until == changes.size();
        String link = last
                ? call.link("$deltatoken", new Token(token.until, 0, 0).toString(), "$skiptoken")
                : call.link("$skiptoken", new Token(token.since, token.until, until).toString(), "$deltatoken");
        return Page.linked(
                call,
                changes.subList(from, until),
                last ? "@odata.deltaLink" : "@odata.nextLink",
                link,
                (json, change) -> {
                    if (change.message == null) {
                        json.writeStringField("id", change.id);
                        json.writeObjectFieldStart("@removed");
                        json.writeStringField("reason", "deleted");
                        json.writeEndObject();
                    } else {
                        json.writeStringField("@odata.type", "#microsoft.graph.message");
                        Messages.write(json, change.message, select);
                    }
                });
    }

    private static Token token(Call call, Mailbox now) {
        String skip = call.query().get("$skiptoken");
        if (skip != null) {
            return Token.parse(skip);
        }
        String delta = call.query().get("$deltatoken");
        return new Token(delta == null ? 0 : Token.parse(delta).since, now.generation(), 0);
    }

    private static Mailbox generation(Mailbox now, int number) {
        return now.generation(number)
                .orElseThrow(() -> new GraphError(
                        410, "SyncStateNotFound", "The sync state generation is not found; generation=" + number));
    }

    private static List<Change> changes(Call call, Mailbox before, Mailbox after) {
        String type = call.query().getOrDefault("changeType", "");
        Set<String> old =
                before.messages().stream().map(SimulatedMessage::id).collect(Collectors.toCollection(HashSet::new));
        List<Change> changes = new ArrayList<>();
        Optional<TimeFilter> filter =
                Optional.ofNullable(call.query().get("$filter")).map(TimeFilter::parse);
        for (SimulatedMessage message : after.messages()) {
            boolean wanted = filter.isEmpty()
                    || !message.receivedAt().isBefore(filter.get().from());
            if (!old.remove(message.id()) && wanted && (type.isEmpty() || type.equals("created"))) {
                changes.add(new Change(message, message.id()));
            }
        }
        if (filter.isPresent() && changes.size() > CEILING) {
            changes.subList(CEILING, changes.size()).clear();
        }
        if (type.isEmpty() || type.equals("deleted")) {
            old.forEach(id -> changes.add(new Change(null, id)));
        }
        return changes;
    }
}
