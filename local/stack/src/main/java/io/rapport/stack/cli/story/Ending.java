package io.rapport.stack.cli.story;

import java.nio.file.Path;

/** Withdrawal, deletion, proof. */
final class Ending {

    private final Scene scene;
    private final Path certificates;

    Ending(Scene scene, Path certificates) {
        this.scene = scene;
        this.certificates = certificates;
    }

    void withdraw() {
        scene.say(certificates.toString());
    }

    void application() {}

    void backups() {}
}
