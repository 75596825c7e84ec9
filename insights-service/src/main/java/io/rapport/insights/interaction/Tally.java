package io.rapport.insights.interaction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** What became of the records of one batch. Reported only once the transaction has committed, so a retry counts once. */
final class Tally {

    private final Map<Drop, Integer> dropped = new EnumMap<>(Drop.class);
    private int applied;
    private int unchanged;
    private int older;

    void drop(Drop why, int records) {
        dropped.merge(why, records, Integer::sum);
    }

    void applied(int units) {
        applied += units;
    }

    /** The same content was stored already. */
    void unchanged() {
        unchanged++;
    }

    /** A later attempt at the unit was stored already. */
    void older() {
        older++;
    }

    /** Has every series begin at nought: of one that begins with its first event Prometheus sees no increase. */
    static void announce(MeterRegistry metrics) {
        for (Drop why : Drop.values()) {
            dropped(metrics, why);
        }
        new Tally().report(metrics);
    }

    void report(MeterRegistry metrics) {
        dropped.forEach((why, records) -> dropped(metrics, why).increment(records));
        metrics.counter("rapport.interactions.units", "result", "applied").increment(applied);
        metrics.counter("rapport.interactions.units", "result", "unchanged").increment(unchanged);
        metrics.counter("rapport.interactions.units", "result", "older").increment(older);
    }

    private static Counter dropped(MeterRegistry metrics, Drop why) {
        return metrics.counter("rapport.interactions.dropped", "reason", why.tag());
    }
}
