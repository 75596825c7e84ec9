package io.rapport.stack.cli;

import io.rapport.stack.cli.process.Session;
import io.rapport.stack.cli.process.SimulatorSettings;
import io.rapport.stack.cli.screen.Screen;
import io.rapport.stack.cli.story.Story;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells the whole story on a fresh stack. */
@Command(name = "demo", description = "Tells the whole story on a fresh stack.")
final class DemoCommand implements Callable<Integer> {

    @Mixin
    Where where = new Where();

    @Mixin
    Mail mail = new Mail();

    @Option(names = "--keep", description = "stops before the withdrawal and stays up")
    boolean keep;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    boolean help;

    @Override
    public Integer call() {
        SimulatorSettings settings = mail.settings();
        OptionalInt basePort = mail.basePort();
        Screen screen = Screen.of(System.out, System.getenv());
        screen.line(screen.bold("Rapport: the main job, from consent to certificate"));
        screen.heading("1  Start the stack");
        try (Session session = Session.start(where.base().resolve("demo"), true, basePort, settings, true, screen)) {
            // Real mail is told whole, so that its numbers can be counted in the file.
            boolean leaveOut = settings.data().isEmpty();
            Story story = new Story(session.running(), screen, where.base().resolve("demo-certificates"), leaveOut);
            boolean held = story.untilInsights();
            if (keep) {
                screen.heading("The stack stays up; Ctrl-C ends it and removes its data");
                Overview overview = new Overview(session.running(), screen);
                overview.urls();
                screen.blank();
                overview.examples();
                if (held) {
                    session.stay();
                }
                return held ? 0 : 1;
            }
            story.untilCertificates();
            screen.heading("Summary");
            return story.end() ? 0 : 1;
        }
    }
}
