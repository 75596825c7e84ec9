package io.rapport.ingestion.worker;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.ingestion.batch.Units;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Units that one lane counts in {@link Turns}; what is counted is written at once for all. Blocks. */
final class Counting {

    /** With so many, what the database is asked is a small part of the work; with more, mailboxes are kept for longer. */
    static final int MOST = 16;
    /** A count takes a fraction of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Units units;
    private final ConsentState consent;
    private final Turns turns;
    private final Map<Units.Claim, Long> counts = new HashMap<>();

    Counting(Units units, ConsentState consent, List<Units.Claim> claims) {
        this.units = units;
        this.consent = consent;
        this.turns = new Turns(units, claims, PATIENCE);
    }

    /** What to count now; empty if nothing is left. */
    Optional<Units.Claim> next() {
        return turns.next();
    }

    void counted(Units.Claim claim, long expected) {
        counts.put(claim, expected);
    }

    /** As {@link Turns#keepNobodyWaiting}. */
    void keepNobodyWaiting() {
        if (turns.takesLong()) {
            settle();
        }
    }

    /** Writes what is counted, and gives back what is not. */
    void settle() {
        if (!counts.isEmpty()) {
            units.counted(consent, counts).await().indefinitely();
            counts.keySet().forEach(units::letGo);
            counts.clear();
        }
        turns.giveBack();
    }
}
