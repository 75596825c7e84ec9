package io.rapport.simulator.source;

import io.rapport.simulator.calendar.SimulatedEvent;
import io.rapport.simulator.mail.Mailbox;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.simulator.tenant.SimulatedGroup.Kind;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import io.rapport.simulator.tenant.SimulatedUser.MailboxKind;
import io.rapport.simulator.tenant.SimulatedUser.UserType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * A tenant made from a seed: the same seed, size and day give the same tenant to the last message. Mailbox sizes and
 * contacts' shares are heavy-tailed, as in life. Beside people with mailboxes there are guests, an account without a
 * mailbox, one still on premises, and one without a type; groups are nested, one hidden, two in a cycle.
 */
public final class SyntheticTenant {

    private static final String DOMAIN = "contoso.example";
    private static final List<String> FIRST = List.of(
            "Ana", "Ben", "Chloé", "Dmitri", "Elif", "Farid", "Grace", "Håkon", "Ines", "Jürgen", "Kenji", "Lucía",
            "Mina", "Noah", "Olga", "Priya", "Quentin", "Rosa", "Søren", "Tomás", "Uma", "Viktor", "Wen", "Zoë");
    private static final List<String> LAST = List.of(
            "Almeida",
            "Brandt",
            "Costa",
            "Dvořák",
            "Eriksen",
            "Fischer",
            "García",
            "Haddad",
            "Ito",
            "Jansen",
            "Kaya",
            "Lindqvist",
            "Moreau",
            "Nowak",
            "Okafor",
            "Petrov",
            "Quinn",
            "Rossi",
            "Silva",
            "Tanaka",
            "Ueda",
            "Vogel");

    private final UUID id;
    private final Random random;
    private final List<SimulatedUser> people = new ArrayList<>();

    private SyntheticTenant(UUID id, long seed) {
        this.id = id;
        this.random = new Random(seed ^ id.getMostSignificantBits());
    }

    /**
     * @param mailboxes people with a licensed cloud mailbox
     * @param emailsPerMonth mean per mailbox
     * @param now no message is later; the oldest are 13 months older
     */
    public static SimulatedTenant make(UUID id, int mailboxes, int emailsPerMonth, long seed, Instant now) {
        return new SyntheticTenant(id, seed).make(mailboxes, emailsPerMonth, now);
    }

    /** A tenant whose products look like the licences that consent needs, and are not. */
    public static SimulatedTenant unlicensed(UUID id) {
        return new SimulatedTenant(
                id, List.of("fabrikam.example"), List.of(), List.of(), Skus.traps(), Map.of(), Map.of());
    }

    private SimulatedTenant make(int mailboxes, int emailsPerMonth, Instant now) {
        for (int i = 0; i < mailboxes; i++) {
            people.add(person(i, true, MailboxKind.CLOUD, UserType.MEMBER));
        }
        List<SimulatedUser> others = List.of(
                person(mailboxes, true, MailboxKind.ON_PREMISES, UserType.MEMBER),
                person(mailboxes + 1, false, MailboxKind.NONE, UserType.MEMBER),
                person(mailboxes + 2, true, MailboxKind.CLOUD, UserType.NONE),
                guest());
        people.add(others.get(2));
        SyntheticMail mail = new SyntheticMail(people, DOMAIN, emailsPerMonth, now, random);
        Map<UUID, List<SimulatedMessage>> messages = mail.messages();
        Map<UUID, List<SimulatedEvent>> calendars = new SyntheticCalendar(people, mail, now, random).events();
        Map<UUID, Mailbox> boxes = new HashMap<>();
        people.forEach(person -> boxes.put(person.id(), new Mailbox(messages.getOrDefault(person.id(), List.of()))));
        List<SimulatedUser> users = new ArrayList<>(people);
        others.stream().filter(other -> !users.contains(other)).forEach(users::add);
        return new SimulatedTenant(
                id, List.of(DOMAIN, "contoso-mail.example"), users, groups(), Skus.licensed(), boxes, calendars);
    }

    private SimulatedUser person(int index, boolean licensed, MailboxKind mailbox, UserType type) {
        String first = FIRST.get(index % FIRST.size());
        String last = LAST.get((index * 7 + index / FIRST.size()) % LAST.size());
        String local = ascii(first) + "." + ascii(last) + (index < FIRST.size() ? "" : Integer.toString(index));
        String address = local + "@" + DOMAIN;
        List<String> aliases = index % 5 == 0 ? List.of(ascii(first) + index + "@contoso-mail.example") : List.of();
        return new SimulatedUser(
                SimulatedTenant.userId(id, address),
                mailbox == MailboxKind.NONE ? null : address,
                address,
                first + " " + last,
                aliases,
                type,
                licensed,
                mailbox);
    }

    private SimulatedUser guest() {
        String name = "visitor_partner.example#EXT#@" + DOMAIN;
        return new SimulatedUser(
                SimulatedTenant.userId(id, name),
                "visitor@partner.example",
                name,
                "Visitor",
                List.of(),
                UserType.GUEST,
                false,
                MailboxKind.NONE);
    }

    /** executives ⊃ {person 0, board ⊃ {person 1, executives}}; finance is hidden; empty has nobody. */
    private List<SimulatedGroup> groups() {
        UUID executives = groupId("executives");
        UUID board = groupId("board");
        return List.of(
                security("executives", List.of(member(0), board)),
                security("board", List.of(member(1), executives)),
                new SimulatedGroup(groupId("finance"), "finance", List.of(member(2)), Kind.SECURITY, true),
                security("empty", List.of()),
                new SimulatedGroup(
                        groupId("contractors"), "contractors", List.of(member(3)), Kind.DYNAMIC_SECURITY, false),
                new SimulatedGroup(groupId("everyone"), "everyone", List.of(member(4)), Kind.DISTRIBUTION, false));
    }

    private SimulatedGroup security(String name, List<UUID> members) {
        return new SimulatedGroup(groupId(name), name, members, Kind.SECURITY, false);
    }

    private UUID member(int index) {
        return people.get(index % people.size()).id();
    }

    private UUID groupId(String name) {
        return SimulatedTenant.userId(id, "group/" + name);
    }

    static String ascii(String name) {
        return java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFD)
                .replace("ø", "o")
                .replaceAll("[^A-Za-z]", "")
                .toLowerCase(Locale.ROOT);
    }
}
