package io.rapport.simulator.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was asked of us, in order: so that a run can prove whose mailbox was not touched. Keeps the last 500,000. */
public final class RequestLog {

    private static final int KEPT = 500_000;

    /**
     * One request.
     *
     * @param user whose mailbox or object it was; null for collections
     * @param kind such as {@code messages}, {@code messages/$count}, {@code calendarView}, {@code users}
     * @param select the raw $select, null if everything was asked for
     * @param running requests of the mailbox when this one came, itself included; 0 for the directory
     */
    public record Served(
            long seq,
            long atMillis,
            UUID tenant,
            @Nullable String user,
            String kind,
            @Nullable String select,
            int status,
            int running) {}

    private final Deque<Served> entries = new ArrayDeque<>();
    private long next = 1;

    synchronized void add(
            UUID tenant, @Nullable String user, String kind, @Nullable String select, int status, int running) {
        entries.add(new Served(next++, System.currentTimeMillis(), tenant, user, kind, select, status, running));
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
    }

    /** Those after a sequence number. */
    public synchronized List<Served> since(long seq) {
        return entries.stream().filter(served -> served.seq() > seq).toList();
    }
}
