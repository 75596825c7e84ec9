package io.rapport.stack;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout of Rapport that runs: packaged services are found in it. */
public final class Checkout {

    private Checkout() {}

    /** The system property {@code rapport.root}, or the closest folder above that holds the launcher's marks. */
    public static Path root() {
        String given = System.getProperty("rapport.root");
        if (given != null && !given.isBlank()) {
            return Path.of(given).toAbsolutePath().normalize();
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn")) && Files.isDirectory(folder.resolve("contracts"))) {
                return folder;
            }
        }
        throw new IllegalStateException("The checkout was not found: start with ./rapport or set -Drapport.root.");
    }
}
