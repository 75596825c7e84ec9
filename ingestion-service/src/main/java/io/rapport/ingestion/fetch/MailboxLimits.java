package io.rapport.ingestion.fetch;

import io.rapport.contracts.ids.UserId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps within what Microsoft Graph allows an application for one mailbox: 10,000 requests in 10 minutes, 4 at the same
 * time. Whoever reads a mailbox reads it alone, so this process can count by itself; 400 requests are left for what was
 * asked before a restart. Requests that are throttled count too, so every attempt takes its share, and none is made
 * before the time that Graph named. Where Graph refuses sooner than it says, fewer are sent at a time: half as many after
 * a refusal, and one more after {@value #GOOD_FOR_ONE_MORE} that went well. If that one is refused, it is taken back, and
 * tried again after four times as many: what Graph bears is found out, and not paid for over and over.
 */
final class MailboxLimits {

    static final int MOST = 9_600;
    static final Duration PERIOD = Duration.ofMinutes(10);
    static final int MOST_AT_A_TIME = 4;
    static final int GOOD_FOR_ONE_MORE = 16;
    private static final int MOST_GOOD_FOR_ONE_MORE = 4096;

    private static final int SLOTS = 60;
    private static final long SLOT_NANOS = PERIOD.toNanos() / SLOTS;
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private final Map<UserId, Mailbox> mailboxes = new ConcurrentHashMap<>();
    private volatile long tidiedIn;

    MailboxLimits(LongSupplier nanos) {
        this.nanos = nanos;
    }

    Mailbox of(UserId id) {
        long slot = Math.floorDiv(nanos.getAsLong(), SLOT_NANOS);
        if (slot != tidiedIn) {
            tidiedIn = slot;
            mailboxes.values().removeIf(mailbox -> mailbox.idleAt(slot));
        }
        return mailboxes.computeIfAbsent(id, key -> new Mailbox(nanos, slot));
    }

    /** One mailbox's share of what is allowed. */
    static final class Mailbox {

        private final LongSupplier nanos;
        /** Requests by ten seconds; the slot that is running counts with the 60 before it, so no window holds more. */
        private final int[] counts = new int[SLOTS + 1];

        private long newest;
        private int running;
        private int atATime = MOST_AT_A_TIME;
        private int good;
        private int goodForOneMore = GOOD_FOR_ONE_MORE;
        private boolean trying;
        private boolean fenced;
        private long fence;

        private Mailbox(LongSupplier nanos, long slot) {
            this.nanos = nanos;
            this.newest = slot;
        }

        /** Waits for its turn; between a permit that was asked last and the request lies no more than this call. */
        void enter(Permit permit) {
            try {
                while (true) {
                    permit.check();
                    synchronized (this) {
                        long wait = tryEnter();
                        if (wait == 0) {
                            return;
                        }
                        TimeUnit.NANOSECONDS.timedWait(this, Math.min(wait, STEP_NANOS));
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Halt.GateClosed();
            }
        }

        /** @return nanoseconds until it is worth asking again; zero if the request was let in */
        synchronized long tryEnter() {
            long now = nanos.getAsLong();
            if (fenced && fence - now > 0) {
                return fence - now;
            }
            fenced = false;
            if (running >= atATime) {
                return STEP_NANOS;
            }
            long slot = Math.floorDiv(now, SLOT_NANOS);
            for (long passed = Math.max(newest + 1, slot - SLOTS); passed <= slot; passed++) {
                counts[index(passed)] = 0;
            }
            newest = Math.max(newest, slot);
            int sum = 0;
            for (int count : counts) {
                sum += count;
            }
            if (sum >= MOST) {
                return SLOT_NANOS;
            }
            counts[index(newest)]++;
            running++;
            return 0;
        }

        /** The request is over, however it went. */
        synchronized void leave() {
            running--;
            notifyAll();
        }

        synchronized void wentWell() {
            if (++good < goodForOneMore) {
                return;
            }
            good = 0;
            trying = atATime < MOST_AT_A_TIME;
            if (trying) {
                atATime++;
                notifyAll();
            }
        }

        /** Graph refused: nobody asks this mailbox before the time it named. Refusals of one burst halve only once. */
        synchronized void throttled(Duration retryAfter) {
            long now = nanos.getAsLong();
            if (!fenced || fence - now <= 0) {
                goodForOneMore = trying ? Math.min(4 * goodForOneMore, MOST_GOOD_FOR_ONE_MORE) : GOOD_FOR_ONE_MORE;
                atATime = Math.max(1, trying ? atATime - 1 : atATime / 2);
                trying = false;
                good = 0;
            }
            long until = now + retryAfter.toNanos();
            fence = fenced && fence - until > 0 ? fence : until;
            fenced = true;
        }

        /** How many are sent at a time now. */
        synchronized int atATime() {
            return atATime;
        }

        private synchronized boolean idleAt(long slot) {
            return running == 0 && slot - newest > SLOTS;
        }

        private static int index(long slot) {
            return (int) Math.floorMod(slot, (long) SLOTS + 1);
        }
    }
}
