package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are made from others and checked in, so that a review sees what changes; {@code -Drapport.write=true} makes them anew. */
final class Written {

    private static final boolean ANEW = Boolean.getBoolean("rapport.write");

    private Written() {}

    /** @param file below the root of the checkout */
    static void holds(String file, String content) throws IOException {
        Path written = Chart.ROOT.resolve(file);
        if (ANEW) {
            Files.createDirectories(written.resolveSibling("."));
            Files.writeString(written, content);
        }
        assertThat(Files.exists(written) ? Files.readString(written) : "")
                .as("%s is out of date; -Drapport.write=true makes it anew", file)
                .isEqualTo(content);
    }
}
