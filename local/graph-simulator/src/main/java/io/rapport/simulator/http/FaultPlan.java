package io.rapport.simulator.http;

import io.rapport.simulator.http.Faults.Fault;
import io.rapport.simulator.http.Faults.Mode;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A share of all requests about mail and meetings fails, in every way that has been met in life; which and how, the seed
 * decides.
 */
public final class FaultPlan {

    private static final List<Fault> WAYS = List.of(
            status(500, "InternalServerError", null),
            status(502, "BadGateway", null),
            status(503, "MailboxInfoStale", null),
            status(504, "UnknownError", null),
            status(509, "", "1"),
            status(401, "InvalidAuthenticationToken", null),
            status(400, "invalidRequest", null),
            status(429, "ApplicationThrottled", "1"),
            status(429, "TooManyRequests", "0"),
            status(429, "ApplicationThrottled", "-5"),
            status(429, "ApplicationThrottled", "1,120"),
            status(429, "ApplicationThrottled", "Thu, 01 Jan 1970 00:00:00 GMT"),
            status(429, "ApplicationThrottled", "soon"),
            status(429, "ApplicationThrottled", null),
            new Fault("", 1, Mode.EMPTY, 503, "", null),
            new Fault("", 1, Mode.EMPTY, 404, "", null),
            new Fault("", 1, Mode.RESET, 0, "", null),
            new Fault("", 1, Mode.TRUNCATE, 200, "", null));

    private final Random random;
    private final double share;

    /** @param share of the requests that fail, 0…1 */
    public FaultPlan(long seed, double share) {
        this.random = new Random(seed);
        this.share = share;
    }

    private static Fault status(int status, String code, @org.jspecify.annotations.Nullable String retryAfter) {
        return new Fault("", 1, Mode.STATUS, status, code, retryAfter);
    }

    Optional<Fault> next(String pathAndQuery) {
        boolean ofMailbox = pathAndQuery.contains("/messages") || pathAndQuery.contains("/calendarView");
        return ofMailbox && random.nextDouble() < share
                ? Optional.of(WAYS.get(random.nextInt(WAYS.size())))
                : Optional.empty();
    }
}
