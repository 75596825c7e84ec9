package io.rapport.simulator.source;

import io.rapport.simulator.mail.EmailAddress;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.tenant.SimulatedUser;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Mail of thirteen months. Each person knows some outside contacts, a few well and most little (Zipf), and mail comes
 * in conversations that go back and forth with realistic delays; between them newsletters, mass mail, invitations,
 * drafts and the odd malformed message.
 */
final class SyntheticMail {

    private static final Duration SPAN = Duration.ofDays(395);
    private static final int COMPANIES = 24;
    private static final int PEOPLE_PER_COMPANY = 8;

    private final List<SimulatedUser> people;
    private final String domain;
    private final int emailsPerMonth;
    private final Instant now;
    private final Random random;
    private final List<EmailAddress> outside = new ArrayList<>();
    private final Map<UUID, List<EmailAddress>> contacts = new HashMap<>();
    private final Map<UUID, List<SimulatedMessage>> boxes = new HashMap<>();
    private int conversations;

    SyntheticMail(List<SimulatedUser> people, String domain, int emailsPerMonth, Instant now, Random random) {
        this.people = people;
        this.domain = domain;
        this.emailsPerMonth = emailsPerMonth;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        this.random = random;
        for (int company = 0; company < COMPANIES; company++) {
            for (int person = 0; person < PEOPLE_PER_COMPANY; person++) {
                outside.add(outsider(company, person));
            }
        }
        people.forEach(person -> contacts.put(person.id(), acquaintances()));
    }

    private static EmailAddress outsider(int company, int person) {
        String local = "contact" + person;
        String address = local + "@company" + company + ".example";
        // Some clients write addresses in mixed case.
        return new EmailAddress(
                "Contact " + person + " · Company " + company,
                (company + person) % 7 == 0 ? address.toUpperCase(Locale.ROOT) : address);
    }

    private List<EmailAddress> acquaintances() {
        List<EmailAddress> known = new ArrayList<>();
        int count = 8 + random.nextInt(24);
        for (int i = 0; i < count; i++) {
            known.add(outside.get(random.nextInt(outside.size())));
        }
        return known;
    }

    /** Best known first. */
    List<EmailAddress> contactsOf(UUID person) {
        return contacts.getOrDefault(person, List.of());
    }

    EmailAddress contact(UUID person) {
        List<EmailAddress> known = contactsOf(person);
        // Zipf-like: rank r with weight 1/r.
        double rank = Math.exp(random.nextDouble() * Math.log(known.size()));
        return known.get(Math.min(known.size() - 1, (int) rank - 1 < 0 ? 0 : (int) rank - 1));
    }

    Map<UUID, List<SimulatedMessage>> messages() {
        double[] sizes = people.stream()
                .mapToDouble(person -> Math.exp(random.nextGaussian()))
                .toArray();
        double mean = java.util.Arrays.stream(sizes).average().orElse(1);
        for (int i = 0; i < people.size(); i++) {
            SimulatedUser person = people.get(i);
            long wanted = Math.round(emailsPerMonth * 13 * sizes[i] / mean);
            while (box(person).size() < wanted) {
                conversation(person);
            }
        }
        return boxes;
    }

    private void conversation(SimulatedUser person) {
        Instant start = workingHour();
        double kind = random.nextDouble();
        if (kind < 0.60) {
            exchange(person, contact(person.id()), start);
        } else if (kind < 0.82) {
            internal(person, start);
        } else if (kind < 0.92) {
            newsletter(person, start);
        } else if (kind < 0.95) {
            massMail(person, start);
        } else if (kind < 0.98) {
            put(
                    person,
                    start,
                    address(person),
                    List.of(contact(person.id())),
                    List.of(),
                    false,
                    "#microsoft.graph.eventMessageRequest");
        } else if (kind < 0.99) {
            put(person, start, address(person), List.of(contact(person.id())), List.of(), true, null);
        } else {
            malformed(person, start);
        }
    }

    /** Back and forth between one of us and one of them, now and then with others in copy. */
    private void exchange(SimulatedUser person, EmailAddress contact, Instant start) {
        String conversation = newConversation();
        boolean ours = random.nextBoolean();
        Instant at = start;
        do {
            List<EmailAddress> cc = new ArrayList<>();
            SimulatedUser colleague = null;
            if (random.nextDouble() < 0.2) {
                colleague = people.get(random.nextInt(people.size()));
                cc.add(address(colleague));
            }
            if (random.nextDouble() < 0.1) {
                cc.add(contact(person.id()));
            }
            EmailAddress from = ours ? address(person) : contact;
            List<EmailAddress> to = List.of(ours ? contact : address(person));
            String internetId = newInternetId();
            add(person, internetId, conversation, at, from, to, cc, false, null);
            if (colleague != null && colleague != person) {
                add(colleague, internetId, conversation, at, from, to, cc, false, null);
            }
            ours = random.nextDouble() < 0.85 ? !ours : ours;
            at = at.plusSeconds(60 + Math.round(Math.exp(9.2 + 1.3 * random.nextGaussian())));
        } while (random.nextDouble() < 0.65 && at.isBefore(now));
    }

    private void internal(SimulatedUser person, Instant start) {
        SimulatedUser colleague = people.get(random.nextInt(people.size()));
        String conversation = newConversation();
        String internetId = newInternetId();
        add(
                person,
                internetId,
                conversation,
                start,
                address(colleague),
                List.of(address(person)),
                List.of(),
                false,
                null);
        if (colleague != person) {
            add(
                    colleague,
                    internetId,
                    conversation,
                    start,
                    address(colleague),
                    List.of(address(person)),
                    List.of(),
                    false,
                    null);
        }
    }

    private void newsletter(SimulatedUser person, Instant start) {
        int sender = random.nextInt(12);
        EmailAddress from = new EmailAddress("News " + sender, "no-reply@news" + sender + ".example");
        put(person, start, from, List.of(address(person)), List.of(), false, null);
    }

    private void massMail(SimulatedUser person, Instant start) {
        List<EmailAddress> everyone = new ArrayList<>();
        int count = 25 + random.nextInt(120);
        for (int i = 0; i < count; i++) {
            everyone.add(outside.get(random.nextInt(outside.size())));
        }
        boolean ours = random.nextBoolean();
        put(person, start, ours ? address(person) : contact(person.id()), everyone, List.of(), false, null);
    }

    private void malformed(SimulatedUser person, Instant start) {
        switch (random.nextInt(4)) {
            case 0 -> put(person, start, null, List.of(address(person)), List.of(), false, null);
            case 1 ->
                put(
                        person,
                        start,
                        new EmailAddress("No address", null),
                        List.of(address(person)),
                        List.of(),
                        false,
                        null);
            case 2 ->
                put(
                        person,
                        start,
                        new EmailAddress("Legacy", "/O=EXCHANGELABS/OU=EXCHANGE/CN=RECIPIENTS/CN=1"),
                        List.of(address(person)),
                        List.of(),
                        false,
                        null);
            default -> put(person, start, address(person), List.of(), List.of(), false, null);
        }
    }

    private void put(
            SimulatedUser person,
            Instant at,
            @Nullable EmailAddress from,
            List<EmailAddress> to,
            List<EmailAddress> cc,
            boolean draft,
            @Nullable String subtype) {
        add(person, newInternetId(), newConversation(), at, from, to, cc, draft, subtype);
    }

    private void add(
            SimulatedUser holder,
            String internetId,
            String conversation,
            Instant at,
            @Nullable EmailAddress from,
            List<EmailAddress> to,
            List<EmailAddress> cc,
            boolean draft,
            @Nullable String subtype) {
        if (at.isAfter(now)) {
            return;
        }
        List<SimulatedMessage> box = box(holder);
        box.add(new SimulatedMessage(
                MessageIds.of(holder.id(), box.size()),
                internetId,
                conversation,
                at.minusSeconds(random.nextInt(5)),
                at,
                from,
                List.copyOf(to),
                List.copyOf(cc),
                draft,
                subtype));
    }

    private List<SimulatedMessage> box(SimulatedUser person) {
        return boxes.computeIfAbsent(person.id(), id -> new ArrayList<>());
    }

    private String newConversation() {
        return "AAQkAGY0" + Long.toHexString(random.nextLong()) + "Q" + conversations++ + "=";
    }

    private String newInternetId() {
        return "<" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()) + "@mail." + domain
                + ">";
    }

    /** Mostly on workdays between 7 and 19 UTC. */
    private Instant workingHour() {
        while (true) {
            Instant at = now.minusSeconds(random.nextLong(SPAN.toSeconds()));
            DayOfWeek day = at.atOffset(ZoneOffset.UTC).getDayOfWeek();
            int hour = at.atOffset(ZoneOffset.UTC).getHour();
            boolean working = day.getValue() <= 5 && hour >= 7 && hour < 19;
            if (working || random.nextDouble() < 0.08) {
                return at;
            }
        }
    }

    static EmailAddress address(SimulatedUser person) {
        return new EmailAddress(person.displayName(), person.userPrincipalName());
    }
}
