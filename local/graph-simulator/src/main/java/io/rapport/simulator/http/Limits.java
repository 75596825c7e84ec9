package io.rapport.simulator.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Throttling by Microsoft's published figures. Of one mailbox an application may ask 10,000 times in 10 minutes and 4
 * times at once; 130,000 times in 10 seconds of all together; of a tenant's directory for so many resource units in 10
 * seconds, by its size. What is refused counts too.
 */
public final class Limits {

    private static final Duration MAILBOX_PERIOD = Duration.ofMinutes(10);
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int GLOBAL = 130_000;
    private static final int SMALL_TENANT = 50;
    private static final int MEDIUM_TENANT = 500;

    private final LongSupplier nanos;
    private final Map<String, Mailbox> mailboxes = new HashMap<>();
    private final Map<UUID, Spent> directories = new HashMap<>();
    private final Spent all = new Spent(PERIOD);
    private int requests = 10_000;
    private int atATime = 4;

    /** @param nanos time that goes on, from anywhere */
    public Limits(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private static final class Mailbox {
        final Spent spent = new Spent(MAILBOX_PERIOD);
        int running;
    }

    /** What was spent within a sliding period. */
    private static final class Spent {

        private final long period;
        private final Deque<long[]> entries = new ArrayDeque<>();
        private long sum;

        Spent(Duration period) {
            this.period = period.toNanos();
        }

        void add(long now, long amount) {
            while (!entries.isEmpty() && now - entries.getFirst()[0] >= period) {
                sum -= entries.removeFirst()[1];
            }
            entries.add(new long[] {now, amount});
            sum += amount;
        }

        /** Whole seconds until the oldest is out of the period. */
        long secondsToWait(long now) {
            return Math.max(1, Math.ceilDiv(period - (now - entries.getFirst()[0]), 1_000_000_000L));
        }
    }

    /**
     * How a request fared.
     *
     * @param running requests of the mailbox at this moment, this one included
     * @param retryAfter seconds to wait, 0 if it was let in
     * @param units spent of the directory's share, and its size
     */
    record Admission(int running, long retryAfter, long units, long share) {

        boolean refused() {
            return retryAfter > 0;
        }
    }

    /** As a test wants it: what Graph would really bear is not published. */
    public synchronized void mailbox(int requestsInTenMinutes, int atOnce) {
        requests = requestsInTenMinutes;
        atATime = atOnce;
    }

    /** As published. */
    public void reset() {
        mailbox(10_000, 4);
    }

    /** To be followed by {@link #leave}, refused or not. */
    synchronized Admission enterMailbox(String user) {
        long now = nanos.getAsLong();
        Mailbox mailbox = mailboxes.computeIfAbsent(user, id -> new Mailbox());
        mailbox.running++;
        mailbox.spent.add(now, 1);
        all.add(now, 1);
        if (mailbox.spent.sum > requests) {
            return new Admission(mailbox.running, mailbox.spent.secondsToWait(now), 0, 0);
        }
        if (all.sum > GLOBAL) {
            return new Admission(mailbox.running, all.secondsToWait(now), 0, 0);
        }
        return new Admission(mailbox.running, mailbox.running > atATime ? 1 : 0, 0, 0);
    }

    synchronized void leave(String user) {
        Mailbox mailbox = mailboxes.get(user);
        if (mailbox != null) {
            mailbox.running--;
        }
    }

    /** @param cost resource units */
    synchronized Admission enterDirectory(UUID tenant, int users, int cost) {
        long now = nanos.getAsLong();
        Spent spent = directories.computeIfAbsent(tenant, id -> new Spent(PERIOD));
        spent.add(now, cost);
        all.add(now, 1);
        long share = users < SMALL_TENANT ? 3_500 : users <= MEDIUM_TENANT ? 5_000 : 8_000;
        return new Admission(0, spent.sum > share ? spent.secondsToWait(now) : 0, spent.sum, share);
    }
}
