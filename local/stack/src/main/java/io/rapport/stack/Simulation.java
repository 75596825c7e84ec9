package io.rapport.stack;

import java.nio.file.Path;

/** The Graph simulator in this JVM. */
final class Simulation {

    private Simulation() {}

    // Made whole as soon as the simulator is there.
    static AutoCloseable start(PlatformOptions options, int port, String secret, Path clock) {
        return () -> {};
    }
}
