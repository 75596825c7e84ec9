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
        TRUNCATE,
        /** A page holds but the first of its items and says nothing of more. */
        SHORT,
        /** A page's link leads to the page itself. */
        LOOP,
        /** A page's link lacks the user. */
        BROKEN_LINK
    }

    /**
     * A fault.
     *
     * @param pathContains part of the path and query it applies to
     * @param times how many requests it hits
     * @param code of the error envelope, for {@link Mode#STATUS}; {@code outer/inner} where the telling one is within
     * @param retryAfter value of that header, as odd as it may be
     */
    public record Fault(
            String pathContains,
            int times,
            Mode mode,
            int status,
            @Nullable String code,
            @Nullable String retryAfter) {

        /** With the code that goes with the status. */
        public Fault(String pathContains, int times, Mode mode, int status, @Nullable String retryAfter) {
            this(
                    pathContains,
                    times,
                    mode,
                    status,
                    status == 429 ? "ApplicationThrottled" : "UnknownError",
                    retryAfter);
        }

        GraphError error() {
            String[] codes = (code == null ? "" : code).split("/", 2);
            return new GraphError(status, codes[0], codes.length > 1 ? codes[1] : "", "It happens.");
        }

        /** An error envelope with a code. */
        public static Fault code(String pathContains, int times, int status, String code) {
            return new Fault(pathContains, times, Mode.STATUS, status, code, null);
        }
    }

    private record Poisoned(UUID user, Instant received) {}

    private final List<Fault> waiting = new ArrayList<>();
    private final List<Poisoned> poisoned = new ArrayList<>();
    private @Nullable FaultPlan plan;

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

    /** From now on a share of all requests fails. */
    public synchronized void follow(FaultPlan next) {
        plan = next;
    }

    /** All is well again. */
    public synchronized void clear() {
        waiting.clear();
        plan = null;
        poisoned.clear();
    }

    synchronized Optional<Fault> next(String pathAndQuery) {
        for (Iterator<Fault> faults = waiting.iterator(); faults.hasNext(); ) {
            Fault fault = faults.next();
            if (pathAndQuery.contains(fault.pathContains())) {
                faults.remove();
                if (fault.times() > 1) {
                    waiting.add(new Fault(
                            fault.pathContains(),
                            fault.times() - 1,
                            fault.mode(),
                            fault.status(),
                            fault.code(),
                            fault.retryAfter()));
                }
                return Optional.of(fault);
            }
        }
        return plan == null ? Optional.empty() : plan.next(pathAndQuery);
    }
}
