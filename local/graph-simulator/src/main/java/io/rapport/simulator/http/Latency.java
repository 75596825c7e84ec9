package io.rapport.simulator.http;

import java.util.Map;
import java.util.Random;

/**
 * How long Graph takes to answer about a mailbox: log-normal, longer for large pages and much longer for whole items, so
 * that a bad client is slow here as in life. Microsoft publishes no figures; none at all unless asked for.
 */
public final class Latency {

    private static final double SIGMA = 0.4;
    private static final double WHOLE_ITEMS = 4;
    private static final double ITEMS_PER_DOUBLING = 1000;

    private final Random random = new Random(1);
    private volatile long medianMillis;

    /** @param millis median for a small answer; 0 for none */
    public void median(long millis) {
        medianMillis = millis;
    }

    long millis(Map<String, String> query) {
        if (medianMillis == 0) {
            return 0;
        }
        double size = 1 + Double.parseDouble(query.getOrDefault("$top", "10")) / ITEMS_PER_DOUBLING;
        double whole = query.containsKey("$filter") && !query.containsKey("$select") && query.containsKey("$top")
                ? WHOLE_ITEMS
                : 1;
        return Math.max(1, Math.round(medianMillis * size * whole * Math.exp(SIGMA * random.nextGaussian())));
    }
}
