package io.rapport.kit.time;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one place that decides what time it is; everything else injects {@link Clock}. Always UTC. */
public class Clocks {

    /** @param file set in the local stack only: the file that holds the movable clock's offset */
    @Produces
    @Singleton
    @Unremovable
    Clock clock(@ConfigProperty(name = "rapport.clock.file") Optional<Path> file) {
        return file.<Clock>map(MovableClock::new).orElseGet(Clock::systemUTC);
    }
}
