package io.rapport.consent.journal;

import io.quarkus.runtime.annotations.RegisterResources;
import io.rapport.contracts.audit.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What an administrator is told before consenting. Every receipt names it by version and hash, so a changed text is a
 * new version.
 *
 * @param sha256 of the text in UTF-8, hexadecimal
 */
@RegisterResources(globs = "notice/*.txt")
public record Notice(String version, String language, String sha256, String text) {

    private static final Notice PRESENT = load("1", "en");

    public static Notice present() {
        return PRESENT;
    }

    private static Notice load(String version, String language) {
        String path = "/notice/" + language + "-" + version + ".txt";
        try (InputStream in = Objects.requireNonNull(Notice.class.getResourceAsStream(path), path)) {
            byte[] text = in.readAllBytes();
            return new Notice(version, language, Sha256.hex(text), new String(text, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
