package io.rapport.stack.cli;

import io.rapport.stack.cli.process.Failure;
import io.rapport.stack.cli.process.Session;
import io.rapport.stack.part.QuietLog;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The launcher's commands. Exit code 0: all held; 1: something did not; 2: the command was not understood. */
@Command(
        name = "rapport",
        description = "Rapport on one machine.",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            StatusCommand.class,
            TokenCommand.class,
            WithdrawCommand.class,
            ClockCommand.class,
            VerifyCertificateCommand.class,
            VerifyAuditCommand.class
        })
public final class Rapport {

    private Rapport() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        QuietLog.off();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Rapport());
        // "-2h" is a shift of the clock, not an option.
        Objects.requireNonNull(commandLine.getSubcommands().get("clock")).setUnmatchedOptionsArePositionalParams(true);
        commandLine.setParameterExceptionHandler((exception, arguments) -> {
            exception
                    .getCommandLine()
                    .getErr()
                    .println(sentence(String.valueOf(exception.getMessage())) + " Try ./rapport help.");
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((exception, failed, parsed) -> {
            if (!Session.isEnding()) {
                failed.getErr().println(exception instanceof Failure ? exception.getMessage() : unexpected(exception));
            }
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine;
    }

    private static String unexpected(Exception exception) {
        return "Something unexpected happened: " + exception;
    }

    private static String sentence(String message) {
        String line = message.lines()
                .findFirst()
                .orElse("The command was not understood")
                .strip();
        return line.endsWith(".") ? line : line + ".";
    }
}
