package io.rapport.consent.keys;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Chooses the ring. */
public class KeyRings {

    /**
     * @param rootFile 32 bytes in Base64, a mounted secret
     * @param folder where the generations lie; a restore unit of its own
     */
    @Produces
    @Singleton
    KeyRing fileRing(
            @ConfigProperty(name = "rapport.keys.root-file") Path rootFile,
            @ConfigProperty(name = "rapport.keys.ring-dir") Path folder) {
        try {
            return new FileKeyRing(
                    folder,
                    Base64.getDecoder().decode(Files.readString(rootFile).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("The root key cannot be read", e);
        }
    }
}
