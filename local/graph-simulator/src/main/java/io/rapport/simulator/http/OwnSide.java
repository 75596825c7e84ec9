package io.rapport.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.simulator.mail.Mailbox;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The simulator's own side, which Graph does not have. {@code GET /_sim/tenants/{tid}}: who is there. {@code GET
 * /_sim/tenants/{tid}/truth?from=DATE&until=DATE}: what each mailbox holds, by month, in total and within the span.
 * {@code GET /_sim/requests?since=N}: what was asked. {@code POST /_sim/faults}: what shall go wrong.
 */
final class OwnSide {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<UUID, SimulatedTenant> tenants;
    private final RequestLog log;
    private final Faults faults;

    OwnSide(Map<UUID, SimulatedTenant> tenants, RequestLog log, Faults faults) {
        this.tenants = tenants;
        this.log = log;
        this.faults = faults;
    }

    Answer answer(String method, List<String> path, Map<String, String> query, byte[] body) {
        return switch (method + " " + (path.isEmpty() ? "" : path.getFirst())) {
            case "GET tenants" -> tenant(path, query);
            case "GET requests" ->
                json(Map.of("requests", log.since(Long.parseLong(query.getOrDefault("since", "0")))));
            case "POST faults" -> take(body);
            default -> throw new GraphError(404, "NotFound", "The simulator knows no such path.");
        };
    }

    private Answer take(byte[] body) {
        try {
            List<Faults.Fault> wanted = JSON.readValue(body, new TypeReference<>() {});
            wanted.forEach(faults::add);
            return json(Map.of("faults", wanted.size()));
        } catch (java.io.IOException e) {
            throw new GraphError(400, "BadRequest", "A list of faults is expected.");
        }
    }

    private Answer tenant(List<String> path, Map<String, String> query) {
        SimulatedTenant tenant = path.size() < 2 ? null : tenants.get(UUID.fromString(path.get(1)));
        if (tenant == null) {
            throw new GraphError(404, "NotFound", "There is no such tenant.");
        }
        return path.size() == 3 && "truth".equals(path.get(2)) ? truth(tenant, query) : people(tenant);
    }

    private static Answer people(SimulatedTenant tenant) {
        return json(Map.of(
                "verifiedDomains",
                tenant.verifiedDomains(),
                "mailboxes",
                tenant.users().stream().map(OwnSide::person).toList(),
                "groups",
                tenant.groups().stream()
                        .map(group -> Map.of(
                                "id",
                                group.id(),
                                "name",
                                group.displayName(),
                                "transitiveMembers",
                                tenant.transitiveMembers(group).stream()
                                        .map(SimulatedUser::id)
                                        .toList()))
                        .toList()));
    }

    private static Map<String, Object> person(SimulatedUser user) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("userId", user.id());
        person.put("address", user.userPrincipalName());
        person.put("displayName", user.displayName());
        person.put("licensed", user.licensed());
        person.put("hasMailbox", user.mailbox() == SimulatedUser.MailboxKind.CLOUD);
        return person;
    }

    /** One mailbox's truth. */
    private record Held(UUID userId, long messages, long within, Map<String, Mailbox.Month> months) {}

    private record Truth(long messages, long within, List<Held> mailboxes) {}

    private static Answer truth(SimulatedTenant tenant, Map<String, String> query) {
        Instant from = startOf(query.getOrDefault("from", "0001-01-01"));
        Instant until = startOf(query.getOrDefault("until", "9999-12-31"));
        List<Held> mailboxes = tenant.mailboxes().entrySet().stream()
                .map(entry -> held(entry.getKey(), entry.getValue(), from, until))
                .toList();
        return json(new Truth(
                mailboxes.stream().mapToLong(Held::messages).sum(),
                mailboxes.stream().mapToLong(Held::within).sum(),
                mailboxes));
    }

    private static Held held(UUID user, Mailbox mailbox, Instant from, Instant until) {
        Map<String, Mailbox.Month> months = new LinkedHashMap<>();
        mailbox.months().forEach((month, content) -> months.put(month.toString(), content));
        return new Held(
                user, mailbox.messages().size(), mailbox.between(from, until).size(), months);
    }

    private static Instant startOf(String day) {
        return LocalDate.parse(day).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static Answer json(Object value) {
        try {
            return new Answer(200, "application/json", JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
