package io.rapport.stack.cli.story;

import io.rapport.stack.cli.screen.Screen;
import java.util.ArrayList;
import java.util.List;

/** Every claim of the story and whether it held. */
final class Checks {

    private final Screen screen;
    private final List<Check> checks = new ArrayList<>();

    Checks(Screen screen) {
        this.screen = screen;
    }

    private record Check(String claim, boolean held, String detail) {}

    /** Notes and prints a claim. @param detail what was seen, for who wants to follow */
    boolean that(String claim, boolean held, String detail) {
        checks.add(new Check(claim, held, detail));
        screen.line("  " + sign(held) + " " + claim + (detail.isEmpty() ? "" : screen.dim("  " + detail)));
        return held;
    }

    boolean allHeld() {
        return !checks.isEmpty() && checks.stream().allMatch(Check::held);
    }

    void summary() {
        for (Check check : checks) {
            screen.line("  " + sign(check.held) + " " + check.claim);
        }
        long failed = checks.stream().filter(check -> !check.held).count();
        screen.blank();
        screen.line(
                failed == 0
                        ? screen.green("Every check held: " + checks.size() + " of " + checks.size() + ".")
                        : screen.red(failed + " of " + checks.size() + " checks did not hold."));
    }

    private String sign(boolean held) {
        return held ? screen.green("✓") : screen.red("✗");
    }
}
