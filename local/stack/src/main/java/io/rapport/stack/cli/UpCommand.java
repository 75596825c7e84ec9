package io.rapport.stack.cli;

import io.rapport.stack.cli.process.Session;
import io.rapport.stack.cli.process.SimulatorSettings;
import io.rapport.stack.cli.screen.Screen;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the stack and stays. */
@Command(name = "up", description = "Starts the stack and stays; data is kept between runs.")
final class UpCommand implements Callable<Integer> {

    @Mixin
    Where where = new Where();

    @Mixin
    Mail mail = new Mail();

    @Option(names = "--fresh", description = "throws the kept data away first")
    boolean fresh;

    @Option(names = "--parts-only", hidden = true)
    boolean partsOnly;

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
        screen.heading("Starting the stack");
        try (Session session =
                Session.start(where.base().resolve("up"), fresh, basePort, settings, !partsOnly, screen)) {
            session.keepData();
            screen.blank();
            new Overview(session.running(), screen).urls();
            screen.blank();
            screen.line("The stack is up. Ctrl-C stops it; its data stays for the next time.");
            session.stay();
        }
        return 0;
    }
}
