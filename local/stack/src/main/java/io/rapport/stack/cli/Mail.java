package io.rapport.stack.cli;

import io.rapport.stack.cli.process.SimulatorSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which mail is played, and on which ports. */
final class Mail {

    private static final int LAST_BASE = 65_535 - 9;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(names = "--mailboxes", paramLabel = "N", description = "mailboxes of the synthetic tenant (60)")
    @Nullable
    Integer mailboxes;

    @Option(names = "--emails-per-month", paramLabel = "M", description = "mean per mailbox (120)")
    @Nullable
    Integer emailsPerMonth;

    @Option(names = "--seed", paramLabel = "S", description = "another number, other mail (42)")
    @Nullable
    Long seed;

    @Option(names = "--data", paramLabel = "FILE", description = "real mail headers: NDJSON, gzip optional")
    @Nullable
    Path data;

    @Option(names = "--internal-domain", paramLabel = "D", description = "a domain of the tenant; repeatable")
    List<String> internalDomains = List.of();

    @Option(names = "--now", paramLabel = "INSTANT", description = "what time it shall be")
    @Nullable
    Instant now;

    @Option(names = "--base-port", paramLabel = "N", description = "fixed ports from here on")
    @Nullable
    Integer basePort;

    /** @throws picocli.CommandLine.ParameterException in one sentence, if the options make no sense together */
    SimulatorSettings settings() {
        Path file = data;
        if (file != null) {
            refuse(!Files.isReadable(file), "The data file " + file + " cannot be read");
            refuse(internalDomains.isEmpty(), "--data needs at least one --internal-domain");
            refuse(
                    mailboxes != null || emailsPerMonth != null || seed != null,
                    "--mailboxes, --emails-per-month and --seed are for synthetic mail and do not go with --data");
        } else {
            refuse(!internalDomains.isEmpty(), "--internal-domain goes with --data only");
        }
        int boxes = mailboxes == null ? 60 : mailboxes;
        int emails = emailsPerMonth == null ? 120 : emailsPerMonth;
        refuse(boxes < 2 || boxes > 100_000, "--mailboxes must be between 2 and 100000");
        refuse(emails < 1 || emails > 100_000, "--emails-per-month must be between 1 and 100000");
        return new SimulatorSettings(
                boxes,
                emails,
                seed == null ? 42 : seed,
                Optional.ofNullable(file).map(Path::toAbsolutePath),
                internalDomains.stream()
                        .map(domain -> domain.toLowerCase(Locale.ROOT))
                        .toList(),
                Optional.ofNullable(now));
    }

    OptionalInt basePort() {
        Integer base = basePort;
        if (base == null) {
            return OptionalInt.empty();
        }
        refuse(base < 1024 || base > LAST_BASE, "--base-port must be between 1024 and " + LAST_BASE);
        return OptionalInt.of(base);
    }

    private void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw Where.misuse(command, sentence);
        }
    }
}
