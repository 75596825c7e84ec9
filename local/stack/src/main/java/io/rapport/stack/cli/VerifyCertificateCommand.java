package io.rapport.stack.cli;

import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import io.rapport.stack.cli.client.Api;
import io.rapport.stack.cli.process.Failure;
import io.rapport.stack.cli.process.RunningStack;
import io.rapport.stack.cli.proof.CertificateCheck;
import io.rapport.stack.cli.proof.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a deletion certificate; needs no running stack if the keys are beside it. */
@Command(name = "verify-certificate", description = "Checks a deletion certificate.")
final class VerifyCertificateCommand implements Callable<Integer> {

    /** Name of the key set that the demo saves beside the certificates. */
    static final String KEYS = "keys.jwks.json";

    @Mixin
    Where where = new Where();

    @Parameters(paramLabel = "FILE", description = "the certificate")
    Path file = Path.of("");

    @Option(names = "--keys", paramLabel = "JWKS", description = "the signing keys")
    @Nullable
    Path keys;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    boolean help;

    @Override
    public Integer call() {
        return switch (CertificateCheck.of(read(file), signingKeys())) {
            case CertificateCheck.Valid valid -> {
                System.out.println("The certificate is valid. It covers " + Statement.of(valid.statement())
                        + "; signed with key " + valid.keyId() + ".");
                yield 0;
            }
            case CertificateCheck.Invalid invalid -> {
                System.err.println("The certificate is not valid. " + invalid.why());
                yield 1;
            }
        };
    }

    private String signingKeys() {
        Path given = keys;
        if (given != null) {
            return read(given);
        }
        Path beside = file.toAbsolutePath().resolveSibling(KEYS);
        if (Files.exists(beside)) {
            return read(beside);
        }
        RunningStack stack = where.running();
        return new Api(stack.endpoints(), stack.tokens(), Platform.TENANT)
                .asNobody(ServiceName.PURGE, "/api/v1/certificates/keys")
                .get()
                .text();
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new Failure(path + " cannot be read.", e);
        }
    }
}
