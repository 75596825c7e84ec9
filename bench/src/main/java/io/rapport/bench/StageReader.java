package io.rapport.bench;

import io.rapport.ingestion.plan.TimeSlice;
import io.rapport.ingestion.plan.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One stage of reading mailboxes, alone. Run by {@link PipelineBench} in a process of its own with a service's memory, so
 * that its garbage and its compiling are counted as a service's are, and nothing else has taught the compiler.
 */
@Command(name = "stage", description = "Reads mailboxes by one stage alone, for `pipeline`.", hidden = true)
@SuppressWarnings("NullAway.Init") // required options
final class StageReader implements Callable<Integer> {

    private static final double MILLION = 1e6;

    /** What is done with a mailbox, and how often with each of how many. */
    enum Stage {
        /** Compressed pages into memory, by the HTTP client that the SDK has, without the SDK. */
        FETCH(100, 10, 10),
        /** Pages that are in memory: decompressed as the worker does it on this machine, parsed and folded. */
        FOLD(40, 20, 40),
        /** The same where there is nothing but a JDK. */
        JDK_FOLD(40, 20, 40),
        /** Fetched and parsed by the official SDK. */
        SDK(100, 1, 2);

        final int mailboxes;
        private final int warmUps;
        private final int times;

        Stage(int mailboxes, int warmUps, int times) {
            this.mailboxes = mailboxes;
            this.warmUps = warmUps;
            this.times = times;
        }
    }

    /** @param emails of a mailbox in the month */
    record Mail(URI graph, Window month, int emails, List<String> users) {

        /** As the worker asks for a slice of a mailbox. */
        static String filter(TimeSlice slice) {
            return "receivedDateTime ge " + slice.fromText() + " and receivedDateTime lt " + slice.untilText();
        }
    }

    /** Does the stage with one mailbox, on many threads. */
    @FunctionalInterface
    interface Reading {

        /** @return how many messages it was done with */
        long read(String user) throws IOException;
    }

    @Option(names = "--stage", required = true)
    Stage stage;

    @Option(names = "--graph", required = true)
    URI graph;

    @Option(names = "--month", required = true, split = ",")
    List<String> month;

    @Option(names = "--emails", required = true)
    int emails;

    @Option(names = "--users", required = true, split = ",")
    List<String> users;

    /** @return the process that does it, the token not among its arguments */
    static Process start(Stage stage, Mail mail, String token) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName(),
                "stage"));
        command.addAll(List.of("--stage", stage.name(), "--graph", mail.graph.toString()));
        command.addAll(List.of("--month", mail.month.from() + "," + mail.month.until()));
        command.addAll(List.of("--emails", Integer.toString(mail.emails), "--users", String.join(",", mail.users)));
        ProcessBuilder process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().put("TOKEN", token);
        return process.start();
    }

    /** Prints CPU seconds a million messages. */
    @Override
    public Integer call() throws Exception {
        Window window = new Window(LocalDate.parse(month.getFirst()), LocalDate.parse(month.getLast()));
        Mail mail = new Mail(graph, window, emails, users);
        String token = Objects.requireNonNull(System.getenv("TOKEN"));
        Reading reading = switch (stage) {
            case FETCH -> new WirePages(mail, token)::fetch;
            case FOLD, JDK_FOLD -> new WirePages(mail, token).fold(stage == Stage.JDK_FOLD);
            case SDK -> new SdkPages(mail, token)::read;
        };
        read(reading, stage.warmUps);
        double before = CpuTime.ofSelf();
        long messages = read(reading, stage.times);
        System.out.printf(Locale.ROOT, "%.3f%n", (CpuTime.ofSelf() - before) / (messages / MILLION));
        return 0;
    }

    /** On all cores, which are as busy as they are while the services read. */
    private long read(Reading reading, int times) {
        long messages = 0;
        for (int time = 0; time < times; time++) {
            messages += users.parallelStream()
                    .mapToLong(user -> read(reading, user))
                    .sum();
        }
        return messages;
    }

    private static long read(Reading reading, String user) {
        try {
            return reading.read(user);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
