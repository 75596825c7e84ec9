package io.rapport.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The simulator as a process. The client secret comes in the environment, RAPPORT_GRAPH_SECRET. */
@Command(name = "graph-simulator", mixinStandardHelpOptions = true, description = "Stands in for Microsoft Graph.")
public final class SimulatorMain implements Callable<Integer> {

    @Option(names = "--port", defaultValue = "0", description = "Port on 127.0.0.1; 0 for any free one.")
    private int port;

    @Option(names = "--mailboxes", defaultValue = "12", description = "Mailboxes of the synthetic tenant.")
    private int mailboxes;

    @Option(names = "--emails-per-month", defaultValue = "20", description = "Mean per mailbox.")
    private int emailsPerMonth;

    @Option(names = "--seed", defaultValue = "42", description = "The same seed gives the same tenant.")
    private long seed;

    @Option(names = "--data", description = "Real headers (NDJSON, optionally gzipped) instead of synthetic mail.")
    private @Nullable Path data;

    @Option(names = "--internal-domain", description = "The tenant's verified domain, with --data; repeatable.")
    private List<String> internalDomains = List.of();

    @Option(names = "--now", description = "No synthetic message is later than this instant.")
    private @Nullable Instant now;

    @Option(names = "--clock-file", description = "File with an offset to system time in milliseconds.")
    private @Nullable Path clockFile;

    private SimulatorMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new SimulatorMain())
                .registerConverter(Instant.class, Instant::parse)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("The simulator did not start: " + e.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        SimulatorOptions options = new SimulatorOptions(
                port,
                Optional.ofNullable(System.getenv("RAPPORT_GRAPH_SECRET")).orElse("secret"),
                SimulatorOptions.LEAST_ROLES,
                mailboxes,
                emailsPerMonth,
                seed,
                Optional.ofNullable(data),
                internalDomains,
                startOfData());
        try (GraphSimulator simulator = GraphSimulator.start(options)) {
            System.out.println("ready " + simulator.url());
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private Instant startOfData() throws IOException {
        if (now != null) {
            return now;
        }
        String offset = clockFile != null && Files.exists(clockFile)
                ? Files.readString(clockFile).strip()
                : "";
        return Instant.ofEpochMilli(System.currentTimeMillis() + (offset.isEmpty() ? 0 : Long.parseLong(offset)));
    }
}
