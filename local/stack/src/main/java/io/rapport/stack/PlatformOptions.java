package io.rapport.stack;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What a platform is made of.
 *
 * @param directory where it keeps its things; without one, a temporary directory that goes when the platform closes
 * @param mailboxes of the synthetic tenant
 * @param emailsPerMonth mean per mailbox
 * @param seed decides everything that is random in the synthetic mail
 * @param data a file of mail headers instead of synthetic mail
 * @param internalDomains the tenant's verified domains, with a data file
 * @param now what time it shall be at the start, so that mail of any past year can be played
 * @param quickStart whether services start in half the time and never run at full speed
 * @param durable whether what PostgreSQL has committed survives a crash of the machine, as it does in production
 */
public record PlatformOptions(
        Optional<Path> directory,
        int mailboxes,
        int emailsPerMonth,
        long seed,
        Optional<Path> data,
        List<String> internalDomains,
        Optional<Instant> now,
        boolean quickStart,
        boolean durable) {

    /**
     * Small and quick, for tests. It is nine o'clock (UTC) of the next morning, so that no day ends while a test reads,
     * whatever the time it runs at.
     */
    public static PlatformOptions small() {
        Instant morning = LocalDate.now(ZoneOffset.UTC).plusDays(1).atTime(9, 0).toInstant(ZoneOffset.UTC);
        return new PlatformOptions(
                Optional.empty(), 12, 20, 42, Optional.empty(), List.of(), Optional.of(morning), true, false);
    }

    public PlatformOptions in(Path folder) {
        return new PlatformOptions(
                Optional.of(folder), mailboxes, emailsPerMonth, seed, data, internalDomains, now, quickStart, durable);
    }

    public PlatformOptions mail(int mailboxCount, int meanEmailsPerMonth, long mailSeed) {
        return new PlatformOptions(
                directory, mailboxCount, meanEmailsPerMonth, mailSeed, data, internalDomains, now, quickStart, durable);
    }

    public PlatformOptions data(Path file, List<String> domains) {
        return new PlatformOptions(
                directory, mailboxes, emailsPerMonth, seed, Optional.of(file), domains, now, quickStart, durable);
    }

    /** With the machine's own time, as what runs elsewhere has it. */
    public PlatformOptions atTheTimeItIs() {
        return new PlatformOptions(
                directory,
                mailboxes,
                emailsPerMonth,
                seed,
                data,
                internalDomains,
                Optional.empty(),
                quickStart,
                durable);
    }

    /** Services at full speed, for benchmarks. */
    public PlatformOptions atFullSpeed() {
        return new PlatformOptions(
                directory, mailboxes, emailsPerMonth, seed, data, internalDomains, now, false, durable);
    }

    /** PostgreSQL waits for the disk, for benchmarks of what it writes. */
    public PlatformOptions onDisk() {
        return new PlatformOptions(
                directory, mailboxes, emailsPerMonth, seed, data, internalDomains, now, quickStart, true);
    }
}
