package io.rapport.bench;

import io.rapport.ingestion.fetch.Gunzip;
import io.rapport.ingestion.mailbox.ParseAndFold;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Parsing and folding a page of mail headers, one thread, by JMH. In each round everything is measured once, each in a JVM
 * of its own, and compared within the round, since the machine's own speed changes by half within minutes.
 */
@Command(name = "fold", description = "Parse and fold, against the SDK's models.", mixinStandardHelpOptions = true)
final class FoldBench implements Callable<Integer> {

    private static final String OURS = "ours";
    private static final String SCAN = "scanOnly";
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String JDK_INFLATE = "jdkInflateOnly";
    private static final String JDK_INFLATE_AND_FOLD = "jdkInflateAndFold";
    private static final String INFLATE_AND_FOLD = "inflateAndFold";

    @Option(names = "--rounds", description = "how often everything is measured", defaultValue = "5")
    int rounds;

    @Option(names = "--data", paramLabel = "FILE", description = "real headers: the largest months of its mailboxes")
    @Nullable
    Path data;

    @Option(names = "--internal-domain", paramLabel = "D", description = "a domain of ours, with --data; repeatable")
    List<String> internalDomains = List.of();

    private final Map<String, Double> allocated = new HashMap<>();
    private long messages;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if ((data == null) != internalDomains.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--data and --internal-domain go together");
        }
        messages = data == null ? ParseAndFold.COUNTED : ParseAndFold.messages(data, internalDomains);
        System.out.printf("%,d messages%n", messages);
        Map<String, double[]> scores = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Double> score : round().entrySet()) {
                scores.computeIfAbsent(score.getKey(), name -> new double[rounds])[round] =
                        score.getValue() * messages / ParseAndFold.COUNTED;
            }
        }
        scores.forEach((name, values) -> System.out.printf(
                "%-18s %,12.0f messages/s   ours is %s%n", name, median(values), ratio(scores, OURS, name)));
        System.out.printf(
                "decompressing (by %s) and folding against decompressing by the JDK: %s, by the JDK both %s%n",
                Gunzip.library(),
                ratio(scores, INFLATE_AND_FOLD, JDK_INFLATE),
                ratio(scores, JDK_INFLATE_AND_FOLD, JDK_INFLATE));
        System.out.printf(
                "bytes allocated a message: %.1f by the parser alone, %.0f with the rows%n",
                allocated.get(SCAN), allocated.get(OURS));
        if (data == null) {
            DuckDb.compare();
        }
        return 0;
    }

    private Map<String, Double> round() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(ParseAndFold.class.getName())
                        .forks(1)
                        .warmupIterations(5)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        // One core does everything, collecting garbage too, so that time is CPU time.
                        .jvmArgs(jvmArguments())
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Map<String, Double> scores = new LinkedHashMap<>();
        for (RunResult result : results) {
            scores.put(name(result), result.getPrimaryResult().getScore());
            allocated.put(
                    name(result),
                    Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))
                                    .getScore()
                            * ParseAndFold.COUNTED
                            / messages);
        }
        return scores;
    }

    private String[] jvmArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                // JMH's own.
                "--sun-misc-unsafe-memory-access=allow"));
        if (data != null) {
            arguments.add("-D" + ParseAndFold.DATA + "=" + data.toAbsolutePath());
            arguments.add("-D" + ParseAndFold.INTERNAL_DOMAINS + "=" + String.join(",", internalDomains));
        }
        return arguments.toArray(String[]::new);
    }

    /** The median of the rounds' own ratios, and their range. */
    private static String ratio(Map<String, double[]> scores, String one, String other) {
        double[] ones = scores.getOrDefault(one, new double[0]);
        double[] others = scores.getOrDefault(other, new double[0]);
        double[] ratios = new double[ones.length];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = ones[round] / others[round];
        }
        return "%.2f × (%.2f–%.2f)"
                .formatted(
                        median(ratios),
                        DoubleStream.of(ratios).min().orElseThrow(),
                        DoubleStream.of(ratios).max().orElseThrow());
    }

    private static double median(double[] values) {
        return DoubleStream.of(values)
                .sorted()
                .skip(values.length / 2)
                .findFirst()
                .orElseThrow();
    }

    private static String name(RunResult result) {
        String whole = result.getParams().getBenchmark();
        return whole.substring(whole.lastIndexOf('.') + 1);
    }
}
