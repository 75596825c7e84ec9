package io.rapport.stack.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rapport.stack.ServiceName;
import io.rapport.stack.cli.client.Answer;
import io.rapport.stack.cli.proof.CertificateCheck;
import io.rapport.stack.cli.proof.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate: fetched, saved with the keys beside it, checked without asking anyone, then with one letter changed. */
final class Proof {

    private static final String KEYS = "keys.jwks.json";

    private final Scene scene;
    private final Path folder;
    private final String te;

    /** @param folder holds one folder for each epoch, to outlive the stack */
    Proof(Scene scene, Path folder, String te) {
        this.scene = scene;
        this.folder = folder.resolve(te);
        this.te = te;
    }

    /** @param stage {@code app} or {@code backup} */
    void show(String stage) {
        Path file = save(
                stage + ".jws",
                scene.api()
                        .asAdmin(ServiceName.PURGE, "/api/v1/deletion-cases/" + te + "/certificates/" + stage)
                        .get());
        String keys = read(save(
                KEYS,
                scene.api()
                        .asNobody(ServiceName.PURGE, "/api/v1/certificates/keys")
                        .get()));
        String text = read(file).strip();
        CertificateCheck check = CertificateCheck.of(text, keys);
        JsonNode statement =
                check instanceof CertificateCheck.Valid valid ? valid.statement() : MissingNode.getInstance();
        if (!statement.isMissingNode()) {
            scene.say("It covers " + Statement.of(statement) + ".");
            assets(statement);
        }
        String name = stage.equals("app") ? "the certificate of deletion" : "the certificate of the backups";
        scene.checks()
                .that(
                        name + " holds: signature, epoch, nothing left, in time",
                        statement.path("te").asText().equals(te)
                                && left(statement) == 0
                                && !statement.path("breachedAt").isTextual(),
                        check instanceof CertificateCheck.Invalid invalid ? invalid.why() : "");
        scene.checks()
                .that(
                        "with one letter changed it does not",
                        CertificateCheck.of(tamper(text), keys) instanceof CertificateCheck.Invalid,
                        "");
        scene.say("Check it yourself, even when the stack is gone:");
        scene.say("  ./rapport verify-certificate " + shown(file));
    }

    private void assets(JsonNode statement) {
        for (JsonNode asset : statement.path("assets")) {
            scene.say(scene.screen()
                    .dim("  %-34s %-13s %,9d → %d"
                            .formatted(
                                    asset.path("asset").asText(),
                                    asset.path("method").asText(),
                                    asset.path("before").asLong(),
                                    asset.path("after").asLong())));
        }
    }

    private static long left(JsonNode statement) {
        long left = 0;
        for (JsonNode asset : statement.path("assets")) {
            left += asset.path("after").asLong();
        }
        return left;
    }

    private static String tamper(String certificate) {
        int dot = certificate.indexOf('.');
        if (dot < 0 || dot + 5 > certificate.length()) {
            return certificate;
        }
        char old = certificate.charAt(dot + 4);
        return certificate.substring(0, dot + 4) + (old == 'A' ? 'B' : 'A') + certificate.substring(dot + 5);
    }

    /** An answer that is none is saved as nothing, which no check accepts. */
    private Path save(String name, Answer answer) {
        try {
            return Files.writeString(Files.createDirectories(folder).resolve(name), answer.ok() ? answer.text() : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
