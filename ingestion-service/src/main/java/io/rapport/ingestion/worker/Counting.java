package io.rapport.ingestion.worker;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.ingestion.batch.Units;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Units that one lane counts one after the other, so that the database is asked once for all of them. Nobody else may
 * read their mailboxes meanwhile; so if one must wait, it waits alone, and the others are settled at once. Blocks.
 */
final class Counting {

    /** With so many, what the database is asked is a small part of the work; with more, mailboxes are kept for longer. */
    static final int MOST = 16;
    /** From then on a mailbox that is being counted is one that must wait. A count takes a fraction of it. */
    private static final Duration WAITS = Duration.ofSeconds(1);

    private final Units units;
    private final ConsentState consent;
    private final Queue<Units.Claim> left;
    private final Map<Units.Claim, Long> counts = new HashMap<>();
    private long turnBegan;

    Counting(Units units, ConsentState consent, List<Units.Claim> claims) {
        this.units = units;
        this.consent = consent;
        this.left = new ArrayDeque<>(claims);
    }

    /**
     * How many units a lane takes at a time: so few that all lanes of a process together leave half of the mailboxes to
     * other processes and to reading, and at least one, so that every lane of a small tenant counts.
     */
    static int atATime(int mailboxes, int lanes) {
        return Math.clamp(mailboxes / (2L * lanes), 1, MOST);
    }

    boolean more() {
        return !left.isEmpty();
    }

    Units.Claim next() {
        turnBegan = System.nanoTime();
        return left.remove();
    }

    void counted(Units.Claim claim, long expected) {
        counts.put(claim, expected);
    }

    /** To be called before each request, retries included, and while it is waited for. */
    void keepNobodyWaiting() {
        if (System.nanoTime() - turnBegan > WAITS.toNanos()) {
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
        if (more()) {
            List<Units.Claim> back = List.copyOf(left);
            units.released(back).await().indefinitely();
            back.forEach(units::letGo);
            left.clear();
        }
    }
}
