package io.rapport.bench;

import io.rapport.stack.part.QuietLog;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code ./rapport bench NAME}. */
@Command(
        name = "bench",
        description = "Measures how fast Rapport is, against a limit measured in the same run, and how well it ranks.",
        subcommands = {
            FoldBench.class,
            InsightsBench.class,
            PipelineBench.class,
            PurgeBench.class,
            RankingBench.class,
            SharingBench.class,
            StageReader.class
        })
public final class Bench {

    private Bench() {}

    /** Runs one benchmark and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // The services' classes bring it, and its loggers heed no other.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        QuietLog.off();
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println(refusal(e));
                    return ExitCode.USAGE;
                })
                .execute(arguments));
    }

    /** One sentence on a data file that cannot be read. @throws Exception the same, if it is anything else */
    private static String refusal(Exception e) throws Exception {
        return switch (e) {
            case NoSuchFileException missing -> "There is no file " + missing.getFile() + ".";
            case IllegalArgumentException broken when broken.getMessage() != null -> broken.getMessage();
            default -> throw e;
        };
    }
}
