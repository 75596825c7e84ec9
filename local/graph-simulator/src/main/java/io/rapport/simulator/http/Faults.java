package io.rapport.simulator.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

    private record Poisoned(UUID user, Instant received) {}

    private final List<Fault> waiting = new ArrayList<>();
    private final List<Poisoned> poisoned = new ArrayList<>();

    /** From now on every list of messages that holds the one received at that instant fails, as long as it is asked for. */
    public synchronized void poison(UUID user, Instant received) {
        poisoned.add(new Poisoned(user, received));
    }

    synchronized boolean poisoned(String user, Instant from, Instant until) {
        return poisoned.stream()
                .anyMatch(item -> item.user().toString().equals(user)
                        && !item.received().isBefore(from)
                        && item.received().isBefore(until));
    }

    public synchronized void add(Fault fault) {
        waiting.add(fault);
    }

    /** All is well again. */
    public synchronized void clear() {
        waiting.clear();
        poisoned.clear();
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
