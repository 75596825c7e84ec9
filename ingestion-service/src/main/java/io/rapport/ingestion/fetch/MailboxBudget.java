package io.rapport.ingestion.fetch;

import io.rapport.contracts.ids.UserId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keeps below what Microsoft Graph allows an application for one mailbox: 10,000 requests in 10 minutes. Whoever reads a
 * mailbox reads it alone, so a count in this process is enough; 400 are left for what was asked before a restart.
 * Requests that Graph throttles count too, so every attempt takes its share.
 */
final class MailboxBudget {

    static final int MOST = 9_600;
    static final Duration PERIOD = Duration.ofMinutes(10);

    private static final int SLOTS = 60;
    private static final long SLOT_NANOS = PERIOD.toNanos() / SLOTS;

    private final LongSupplier nanos;
    private final Map<UserId, Slots> spent = new ConcurrentHashMap<>();

    MailboxBudget(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @return how long to wait before asking again; zero if a request was taken */
    Duration take(UserId mailbox) {
        long slot = Math.floorDiv(nanos.getAsLong(), SLOT_NANOS);
        spent.values().removeIf(slots -> slots.idleAt(slot));
        return spent.computeIfAbsent(mailbox, id -> new Slots(slot)).take(slot);
    }

    /** Requests by ten seconds; the slot that is running counts with the 60 before it, so no window holds more. */
    private static final class Slots {

        private final int[] counts = new int[SLOTS + 1];
        private long newest;

        Slots(long slot) {
            newest = slot;
        }

        synchronized boolean idleAt(long slot) {
            return slot - newest > SLOTS;
        }

        synchronized Duration take(long slot) {
            for (long passed = Math.max(newest + 1, slot - SLOTS); passed <= slot; passed++) {
                counts[index(passed)] = 0;
            }
            newest = Math.max(newest, slot);
            int sum = 0;
            for (int count : counts) {
                sum += count;
            }
            if (sum >= MOST) {
                return Duration.ofNanos(SLOT_NANOS);
            }
            counts[index(newest)]++;
            return Duration.ZERO;
        }

        private static int index(long slot) {
            return (int) Math.floorMod(slot, (long) SLOTS + 1);
        }
    }
}
