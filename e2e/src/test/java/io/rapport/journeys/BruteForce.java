package io.rapport.journeys;

import io.rapport.simulator.mail.EmailAddress;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of {@code docs/scoring.md} written a second time, in the plainest way, over everything the simulator holds:
 * what the four services answer must be equal.
 */
final class BruteForce {

    /** Mail of one contact with the tenant: sent to them by us, received from them. */
    record Mail(long sent, long received) {

        Mail plus(long moreSent, long moreReceived) {
            return new Mail(sent + moreSent, received + moreReceived);
        }
    }

    /** One person, one contact, one UTC month. */
    record Pair(UUID person, String contact, YearMonth month) {}

    private final SimulatedTenant tenant;
    private final Instant from;
    private final Instant until;

    BruteForce(SimulatedTenant tenant, Instant from, Instant until) {
        this.tenant = tenant;
        this.from = from;
        this.until = until;
    }

    /** By contact's address, over the mailboxes of these people. */
    Map<String, Mail> mailByContact(Collection<UUID> people) {
        Map<String, Mail> all = new TreeMap<>();
        for (UUID person : people) {
            SimulatedUser owner = tenant.user(person.toString()).orElseThrow();
            for (SimulatedMessage message : tenant.mailbox(person).orElseThrow().between(from, until)) {
                count(message, addresses(owner), all);
            }
        }
        return all;
    }

    Map<Pair, Mail> mailByPairAndMonth(Collection<UUID> people) {
        Map<Pair, Mail> all = new HashMap<>();
        for (UUID person : people) {
            SimulatedUser owner = tenant.user(person.toString()).orElseThrow();
            for (SimulatedMessage message : tenant.mailbox(person).orElseThrow().between(from, until)) {
                Map<String, Mail> one = new TreeMap<>();
                count(message, addresses(owner), one);
                YearMonth month = YearMonth.from(message.receivedAt().atOffset(ZoneOffset.UTC));
                one.forEach((contact, mail) -> all.merge(
                        new Pair(person, contact, month), mail, (old, more) -> old.plus(more.sent(), more.received())));
            }
        }
        return all;
    }

    private void count(SimulatedMessage message, Set<String> own, Map<String, Mail> all) {
        String sender = lower(message.from());
        Set<String> recipients = Stream.concat(message.to().stream(), message.cc().stream())
                .map(BruteForce::lower)
                .filter(BruteForce::usable)
                .collect(Collectors.toSet());
        boolean machine = sender.matches("(no-?reply|mailer-daemon|postmaster|bounces?|notifications?)[-+.@].*");
        if (message.draft() || message.subtype() != null || !usable(sender) || machine || recipients.size() > 20) {
            return;
        }
        if (own.contains(sender)) {
            recipients.stream().filter(this::outside).forEach(contact -> add(all, contact, 1, 0));
        } else if (outside(sender)) {
            add(all, sender, 0, 1);
        }
    }

    private static void add(Map<String, Mail> all, String contact, long sent, long received) {
        all.merge(contact, new Mail(sent, received), (old, more) -> old.plus(more.sent, more.received));
    }

    private boolean outside(String address) {
        String domain = address.substring(address.indexOf('@') + 1);
        return tenant.verifiedDomains().stream()
                .noneMatch(verified -> domain.equals(verified) || domain.endsWith("." + verified));
    }

    private static Set<String> addresses(SimulatedUser owner) {
        Set<String> own = new HashSet<>();
        Stream.concat(Stream.of(owner.userPrincipalName()), owner.aliases().stream())
                .forEach(address -> own.add(address.toLowerCase(Locale.ROOT)));
        return own;
    }

    private static boolean usable(String address) {
        return address.matches("[^\\s@]+@[^\\s@]+");
    }

    private static String lower(@org.jspecify.annotations.Nullable EmailAddress who) {
        return who == null
                ? ""
                : Objects.requireNonNullElse(who.address(), "").strip().toLowerCase(Locale.ROOT);
    }
}
