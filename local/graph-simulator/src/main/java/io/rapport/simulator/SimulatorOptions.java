package io.rapport.simulator;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is simulated.
 *
 * @param port 0 for any free one
 * @param clientSecret what the application must show for a token; any client id goes with it
 * @param appRoles the application permissions that administrators have given it
 * @param mailboxes of the first synthetic tenant
 * @param emailsPerMonth mean per mailbox
 * @param data a file of real headers in place of the first tenant's synthetic mail
 * @param internalDomains that tenant's verified domains, with a file
 * @param now no synthetic message is later
 */
public record SimulatorOptions(
        int port,
        String clientSecret,
        Set<String> appRoles,
        int mailboxes,
        int emailsPerMonth,
        long seed,
        Optional<Path> data,
        List<String> internalDomains,
        Instant now) {

    /** What Rapport asks administrators for. */
    public static final Set<String> LEAST_ROLES = Set.of(
            "Mail.ReadBasic.All",
            "Calendars.ReadBasic.All",
            "User.Read.All",
            "GroupMember.Read.All",
            "Organization.Read.All");

    /** Small and quick. */
    public static SimulatorOptions small(String clientSecret, Instant now) {
        return new SimulatorOptions(0, clientSecret, LEAST_ROLES, 12, 20, 42, Optional.empty(), List.of(), now);
    }

    public SimulatorOptions at(int listenPort) {
        return new SimulatorOptions(
                listenPort, clientSecret, appRoles, mailboxes, emailsPerMonth, seed, data, internalDomains, now);
    }

    public SimulatorOptions roles(Set<String> given) {
        return new SimulatorOptions(
                port, clientSecret, given, mailboxes, emailsPerMonth, seed, data, internalDomains, now);
    }

    public SimulatorOptions mail(int mailboxCount, int meanEmailsPerMonth, long mailSeed) {
        return new SimulatorOptions(
                port, clientSecret, appRoles, mailboxCount, meanEmailsPerMonth, mailSeed, data, internalDomains, now);
    }

    public SimulatorOptions data(Path file, List<String> domains) {
        return new SimulatorOptions(
                port,
                clientSecret,
                appRoles,
                mailboxes,
                emailsPerMonth,
                seed,
                Optional.of(file),
                List.copyOf(domains),
                now);
    }
}
