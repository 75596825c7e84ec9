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
 * them. All mail lies in the month before a day.
 */
public final class BulkTenant {

    private static final String DOMAIN = "contoso.example";
    private static final String EVERYBODY = "me@contoso-mail.example";
    private static final int CORRESPONDENTS = 470;
    private static final int COMPANIES = 61;
    private static final String CONSONANTS = "bdfghklmnprstvwz";
    private static final String VOWELS = "aeiou";

    private BulkTenant() {}

    /**
     * @param templates how many different mailboxes there are
     * @param emails of each mailbox, all within {@code month} before {@code until}
     */
    public static SimulatedTenant make(UUID id, int people, int templates, int emails, Instant until, Duration month) {
        List<Mailbox> kinds = new ArrayList<>();
        for (int kind = 0; kind < templates; kind++) {
            kinds.add(mailbox(kind, emails, until.minus(month), month));
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

    private static Mailbox mailbox(int kind, int emails, Instant from, Duration month) {
        Random random = new Random(kind);
        UUID owner = new UUID(7, kind);
        List<SimulatedMessage> messages = new ArrayList<>();
        for (int i = 0; i < emails; i++) {
            boolean ours = random.nextInt(3) == 0;
            EmailAddress me = new EmailAddress("Me Myself", EVERYBODY);
            EmailAddress contact = contact(kind, random);
            List<EmailAddress> copies = new ArrayList<>(List.of(contact(kind, random)));
            if (random.nextInt(3) == 0) {
                copies.add(contact(kind, random));
            }
            Instant at = from.plusSeconds(month.toSeconds() * i / emails);
            messages.add(new SimulatedMessage(
                    MessageIds.of(owner, i),
                    "<" + kind + "." + i + "@mail.example>",
                    "AAQkAGY0" + Long.toHexString((kind * 1_000_003L + i / 3) * 0x9E3779B97F4A7C15L) + "AQAB".repeat(8),
                    at,
                    at,
                    ours ? me : contact,
                    List.of(ours ? contact : me),
                    copies,
                    false,
                    null));
        }
        return new Mailbox(messages, true);
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
