package io.rapport.simulator.tenant;

import io.rapport.simulator.calendar.SimulatedEvent;
import io.rapport.simulator.mail.Mailbox;
import io.rapport.simulator.mail.SimulatedMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Everything of one tenant. Does not change once it is made; a changed tenant is another one in its place. */
public record SimulatedTenant(
        UUID id,
        List<String> verifiedDomains,
        List<SimulatedUser> users,
        List<SimulatedGroup> groups,
        List<SimulatedSku> skus,
        Map<UUID, Mailbox> mailboxes,
        Map<UUID, List<SimulatedEvent>> calendars) {

    public SimulatedTenant {
        users = users.stream()
                .sorted(Comparator.comparing(user -> user.id().toString()))
                .toList();
    }

    /** The directory's id of whoever has this address. */
    public static UUID userId(UUID tenant, String address) {
        return UUID.nameUUIDFromBytes(
                (tenant + "/" + address.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
    }

    /** The same tenant with other groups. */
    public SimulatedTenant withGroups(List<SimulatedGroup> others) {
        return new SimulatedTenant(id, verifiedDomains, users, List.copyOf(others), skus, mailboxes, calendars);
    }

    /** The same tenant with other products. */
    public SimulatedTenant withSkus(List<SimulatedSku> others) {
        return new SimulatedTenant(id, verifiedDomains, users, groups, List.copyOf(others), mailboxes, calendars);
    }

    /** The same tenant with more mail in a mailbox, of whatever dates. */
    public SimulatedTenant withMail(UUID user, List<SimulatedMessage> more) {
        List<SimulatedMessage> all =
                new ArrayList<>(mailbox(user).map(Mailbox::messages).orElse(List.of()));
        all.addAll(more);
        return withContent(user, all);
    }

    /** The same tenant with other mail in a mailbox. */
    public SimulatedTenant withContent(UUID user, List<SimulatedMessage> content) {
        Map<UUID, Mailbox> changed = new HashMap<>(mailboxes);
        changed.put(user, mailbox(user).orElseGet(() -> new Mailbox(List.of())).changed(content));
        return new SimulatedTenant(id, verifiedDomains, users, groups, skus, changed, calendars);
    }

    /** The same tenant where a mailbox is no longer to be had: deleted, or moved out of the cloud. */
    public SimulatedTenant withoutMailbox(UUID user) {
        Map<UUID, Mailbox> changed = new HashMap<>(mailboxes);
        changed.remove(user);
        return new SimulatedTenant(id, verifiedDomains, users, groups, skus, changed, calendars);
    }

    /** By object id or user principal name. */
    public Optional<SimulatedUser> user(String key) {
        return users.stream()
                .filter(user -> user.id().toString().equals(key)
                        || user.userPrincipalName().equalsIgnoreCase(key))
                .findFirst();
    }

    public Optional<SimulatedGroup> group(String id) {
        return groups.stream().filter(group -> group.id().toString().equals(id)).findFirst();
    }

    /** The users in a group and in the groups within it, each once. */
    public List<SimulatedUser> transitiveMembers(SimulatedGroup group) {
        Set<UUID> seen = new HashSet<>();
        Deque<UUID> open = new ArrayDeque<>(group.members());
        while (!open.isEmpty()) {
            UUID member = open.pop();
            if (seen.add(member)) {
                group(member.toString()).ifPresent(nested -> open.addAll(nested.members()));
            }
        }
        return users.stream().filter(user -> seen.contains(user.id())).toList();
    }

    /** The mailbox of a user; empty where there is none in the cloud. */
    public Optional<Mailbox> mailbox(UUID user) {
        return Optional.ofNullable(mailboxes.get(user));
    }

    /** By start. */
    public List<SimulatedEvent> calendar(UUID user) {
        return calendars.getOrDefault(user, List.of());
    }
}
