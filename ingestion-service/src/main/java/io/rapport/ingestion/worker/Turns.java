package io.rapport.ingestion.worker;

import io.rapport.ingestion.batch.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Units that one lane works off one after the other, so that the database is asked once for all of them. Nobody else may
 * read their mailboxes meanwhile; so if one must wait, it waits alone, and the others are given back. Blocks.
 */
final class Turns {

    private final Units units;
    private final Duration patience;
    private final LinkedBlockingQueue<Units.Claim> left;
    private volatile long began;

    /** @param patience how long a turn may take until the others are given back */
    Turns(Units units, List<Units.Claim> claims, Duration patience) {
        this.units = units;
        this.patience = patience;
        this.left = new LinkedBlockingQueue<>(claims);
    }

    /**
     * How many units a lane takes at a time: so few that all lanes of a process together leave half of the mailboxes to
     * others, and at least one, so that every lane of a small tenant has one.
     */
    static int atATime(int mailboxes, int lanes, int most) {
        return Math.clamp(mailboxes / (2L * lanes), 1, most);
    }

    /** Whose turn it is now; empty if nobody is left. */
    Optional<Units.Claim> next() {
        began = System.nanoTime();
        return Optional.ofNullable(left.poll());
    }

    /** Whether this turn has lasted so long that the others should not wait for its end. */
    boolean takesLong() {
        return System.nanoTime() - began > patience.toNanos();
    }

    /** To be called before each request, retries included, and while it is waited for. May be called by several threads. */
    void keepNobodyWaiting() {
        if (takesLong()) {
            giveBack();
        }
    }

    /** Whoever has not had a turn, to whoever comes next. */
    void giveBack() {
        List<Units.Claim> back = new ArrayList<>();
        left.drainTo(back);
        if (!back.isEmpty()) {
            units.released(back).await().indefinitely();
            back.forEach(units::letGo);
        }
    }
}
