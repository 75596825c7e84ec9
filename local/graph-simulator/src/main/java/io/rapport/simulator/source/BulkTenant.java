package io.rapport.simulator.source;

import io.rapport.simulator.mail.EmailAddress;
import io.rapport.simulator.mail.Mailbox;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import io.rapport.simulator.tenant.SimulatedUser.MailboxKind;
import io.rapport.simulator.tenant.SimulatedUser.UserType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * A tenant of millions of messages for benchmarks. Many people hold the same few mailboxes, whose owner is an alias that
 * all of them have, and whose pages are made and compressed once: so serving them costs next to nothing beside reading
 * them. Three messages make a conversation, always among the same people.
 */
public final class BulkTenant {

    private static final String DOMAIN = "contoso.example";
    private static final String EVERYBODY = "me@contoso-mail.example";
    private static final int CORRESPONDENTS = 470;
    private static final int COMPANIES = 61;
    /**
     * Conversations that go on side by side: in a month of 2,000 messages the next one of each comes a day and a half
     * later, farther away than what gzip looks back.
     */
    private static final int AT_A_TIME = 100;

    private static final int CONVERSATION_MESSAGES = 3;
    private static final String CONSONANTS = "bdfghklmnprstvwz";
    private static final String VOWELS = "aeiou";

    private BulkTenant() {}

    /**
     * @param templates how many different mailboxes there are
     * @param emails of each mailbox between two neighbouring {@code edges}
     * @param edges ascending
     */
    public static SimulatedTenant make(UUID id, int people, int templates, int emails, List<Instant> edges) {
        List<Mailbox> kinds = new ArrayList<>();
        for (int kind = 0; kind < templates; kind++) {
            kinds.add(mailbox(kind, emails, edges));
        }
        List<SimulatedUser> users = new ArrayList<>();
        Map<UUID, Mailbox> mailboxes = new HashMap<>();
        for (int i = 0; i < people; i++) {
            String address = "p" + i + "@" + DOMAIN;
            UUID user = new UUID(id.getMostSignificantBits() ^ i * 0x9E3779B97F4A7C15L, i);
            users.add(new SimulatedUser(
                    user,
                    address,
                    address,
                    "Person " + i,
                    List.of(EVERYBODY),
                    UserType.MEMBER,
                    true,
                    MailboxKind.CLOUD));
            mailboxes.put(user, kinds.get(i % templates));
        }
        return new SimulatedTenant(
                id, List.of(DOMAIN, "contoso-mail.example"), users, List.of(), Skus.licensed(), mailboxes, Map.of());
    }

    private static Mailbox mailbox(int kind, int emails, List<Instant> edges) {
        Random random = new Random(kind);
        UUID owner = new UUID(7, kind);
        EmailAddress me = new EmailAddress("Me Myself", EVERYBODY);
        List<SimulatedMessage> messages = new ArrayList<>();
        for (int span = 0; span + 1 < edges.size(); span++) {
            Instant from = edges.get(span);
            long seconds = Duration.between(from, edges.get(span + 1)).toSeconds();
            for (int i = 0; i < emails; i++) {
                int number = span * emails + i;
                Instant at = from.plusSeconds(seconds * i / emails);
                long conversation = kind * 1_000_003L + conversation(number);
                Random people = scattered(conversation);
                EmailAddress contact = contact(kind, people);
                List<EmailAddress> copies = new ArrayList<>(List.of(contact(kind, people)));
                if (people.nextInt(3) == 0) {
                    copies.add(contact(kind, people));
                }
                boolean ours = random.nextInt(3) == 0;
                messages.add(new SimulatedMessage(
                        MessageIds.of(owner, number),
                        "<" + kind + "." + number + "@mail.example>",
                        "AAQkAGY0" + Long.toHexString(conversation * 0x9E3779B97F4A7C15L) + "AQAB".repeat(8),
                        at,
                        at,
                        ours ? me : contact,
                        List.of(ours ? contact : me),
                        copies,
                        false,
                        null));
            }
        }
        return new Mailbox(messages, true);
    }

    /** To which conversation a mailbox's message belongs, both counted from zero. */
    public static int conversation(int message) {
        int together = AT_A_TIME * CONVERSATION_MESSAGES;
        return message / together * AT_A_TIME + message % AT_A_TIME;
    }

    /** One of 470, a few well known and most hardly. */
    public static EmailAddress contact(int kind, Random random) {
        int number = (int) (CORRESPONDENTS * Math.pow(random.nextDouble(), 2));
        Random person = scattered(1_000_003L * kind + number);
        String first = word(person);
        String last = word(person);
        String company = word(scattered((kind + number) % COMPANIES));
        return new EmailAddress(
                capital(first) + " " + capital(last) + " (" + capital(company) + ")",
                first + "." + last + "@" + company + ".example");
    }

    /** Two to four syllables: names that do not repeat each other, so that pages compress as those of real people do. */
    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int syllables = 2 + random.nextInt(3); syllables > 0; syllables--) {
            word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())))
                    .append(VOWELS.charAt(random.nextInt(VOWELS.length())));
        }
        return word.toString();
    }

    /** Of neighbouring seeds, {@link Random} begins with neighbouring numbers. */
    private static Random scattered(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
