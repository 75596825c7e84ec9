package io.rapport.stack.cli.process;

import io.rapport.simulator.SimulatorMain;
import io.rapport.stack.Secrets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mail that the Graph simulator serves.
 *
 * @param data a file of mail headers instead of synthetic mail
 * @param internalDomains the tenant's verified domains, with a data file
 * @param now what time it shall be at the start
 */
public record SimulatorSettings(
        int mailboxes,
        int emailsPerMonth,
        long seed,
        Optional<Path> data,
        List<String> internalDomains,
        Optional<Instant> now) {

    static final String MAIN = SimulatorMain.class.getName();

    /** @param start a midnight; no synthetic message is later, so that a day's runs with one seed have the same mail */
    List<String> arguments(int port, Instant start) {
        List<String> arguments = new ArrayList<>(List.of(
                "--port", Integer.toString(port),
                "--mailboxes", Integer.toString(mailboxes),
                "--emails-per-month", Integer.toString(emailsPerMonth),
                "--seed", Long.toString(seed),
                "--now", start.toString()));
        data.ifPresent(file -> arguments.addAll(List.of("--data", file.toString())));
        internalDomains.forEach(domain -> arguments.addAll(List.of("--internal-domain", domain)));
        return arguments;
    }

    Map<String, String> environment(Secrets secrets) {
        return Map.of("RAPPORT_GRAPH_SECRET", secrets.graphSecret());
    }
}
