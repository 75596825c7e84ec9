package io.rapport.bench;

import io.rapport.ingestion.mailbox.ParseAndFold;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Parsing and folding a page of mail headers, one thread, by JMH. */
@Command(name = "fold", description = "Parse and fold, against the SDK's models.", mixinStandardHelpOptions = true)
final class FoldBench implements Callable<Integer> {

    @Option(names = "--forks", description = "JVMs for each", defaultValue = "3")
    int forks;

    @Override
    public Integer call() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(ParseAndFold.class.getName())
                        .forks(forks)
                        .warmupIterations(4)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(2))
                        // One core does everything, collecting garbage too, so that time is CPU time.
                        .jvmArgs("-Xmx1g", "-XX:+UseSerialGC")
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        double ours = score(results, "ours");
        results.forEach(result -> System.out.printf(
                "%-12s %,12.0f messages/s (± %4.1f %%)   ours is %5.2f ×%n",
                name(result),
                result.getPrimaryResult().getScore(),
                100
                        * result.getPrimaryResult().getScoreError()
                        / result.getPrimaryResult().getScore(),
                ours / result.getPrimaryResult().getScore()));
        DuckDb.compare();
        return 0;
    }

    private static double score(Collection<RunResult> results, String name) {
        return results.stream()
                .filter(result -> name(result).equals(name))
                .findFirst()
                .orElseThrow()
                .getPrimaryResult()
                .getScore();
    }

    private static String name(RunResult result) {
        String whole = result.getParams().getBenchmark();
        return whole.substring(whole.lastIndexOf('.') + 1);
    }
}
