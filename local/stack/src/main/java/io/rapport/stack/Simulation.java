package io.rapport.stack;

import io.rapport.simulator.GraphSimulator;
import io.rapport.simulator.SimulatorOptions;

/** The Graph simulator in this JVM. */
final class Simulation {

    private Simulation() {}

    static GraphSimulator start(PlatformOptions options, int port, String secret, PlatformClock clock) {
        SimulatorOptions wanted = SimulatorOptions.small(secret, clock.now())
                .at(port)
                .mail(options.mailboxes(), options.emailsPerMonth(), options.seed());
        return GraphSimulator.start(options.data()
                .map(file -> wanted.data(file, options.internalDomains()))
                .orElse(wanted));
    }
}
