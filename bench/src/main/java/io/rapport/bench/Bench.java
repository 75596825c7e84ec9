package io.rapport.bench;

import io.rapport.stack.part.QuietLog;
import picocli.CommandLine;
import picocli.CommandLine.Command;

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
            SdkReader.class,
            SharingBench.class
        })
public final class Bench {

    private Bench() {}

    /** Runs one benchmark and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // The services' classes bring it, and its loggers heed no other.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        QuietLog.off();
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }
}
