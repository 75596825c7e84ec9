package io.rapport.stack.cli;

import io.rapport.stack.cli.process.Failure;
import io.rapport.stack.cli.proof.AuditCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks an exported audit trail; needs no running stack. */
@Command(name = "verify-audit", description = "Checks an exported audit trail.")
final class VerifyAuditCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "the export, JSON Lines")
    Path file = Path.of("");

    @Option(names = "--head", paramLabel = "HASH", description = "a hash that must be in it")
    @Nullable
    String head;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    boolean help;

    @Override
    public Integer call() {
        try {
            return switch (AuditCheck.of(Files.readAllLines(file), Optional.ofNullable(head))) {
                case AuditCheck.Whole whole -> {
                    System.out.println("The audit trail of tenant " + whole.tenant() + " is whole: " + whole.entries()
                            + " entries, the last with hash " + whole.head() + ".");
                    yield 0;
                }
                case AuditCheck.Broken broken -> {
                    System.err.println("The audit trail is broken. " + broken.why());
                    yield 1;
                }
            };
        } catch (IOException e) {
            throw new Failure(file + " cannot be read.", e);
        }
    }
}
