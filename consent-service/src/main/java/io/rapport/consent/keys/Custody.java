package io.rapport.consent.keys;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where the ring lies, and the root its keys are wrapped with unless a key vault does it. */
@ConfigMapping(prefix = "rapport.keys")
public interface Custody {

    /** The ring's folder; a restore unit of its own. */
    Path ringDir();

    /** A mounted secret of 32 bytes in Base64; needed where there is no key vault. */
    Optional<Path> rootFile();
}
