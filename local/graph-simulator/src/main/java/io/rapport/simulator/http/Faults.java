package io.rapport.simulator.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Faults to come: each hits the next matching requests and is then used up. */
public final class Faults {

    /** How a request fails. */
    public enum Mode {
        /** The status with an error envelope. */
        STATUS,
        /** The status without a body. */
        EMPTY,
        /** The connection is closed without an answer. */
        RESET,
        /** The answer breaks off in the middle. */
        TRUNCATE
    }

    /**
     * A fault.
     *
     * @param pathContains part of the path and query it applies to
     * @param times how many requests it hits
     * @param retryAfter value of that header, as odd as it may be
     */
    public record Fault(
            String pathContains,
            int times,
            Mode mode,
            int status,
            @Nullable String retryAfter) {}

    private final List<Fault> waiting = new ArrayList<>();

    public synchronized void add(Fault fault) {
        waiting.add(fault);
    }

    synchronized Optional<Fault> next(String pathAndQuery) {
        for (Iterator<Fault> faults = waiting.iterator(); faults.hasNext(); ) {
            Fault fault = faults.next();
            if (pathAndQuery.contains(fault.pathContains())) {
                faults.remove();
                if (fault.times() > 1) {
                    waiting.add(new Fault(
                            fault.pathContains(), fault.times() - 1, fault.mode(), fault.status(), fault.retryAfter()));
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
