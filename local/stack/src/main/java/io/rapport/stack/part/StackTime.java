package io.rapport.stack.part;

import io.rapport.stack.PlatformClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;

/**
 * The broker's time: the stack's clock for what it stamps and keeps, the machine's for how long anything takes. So its own
 * retention is at work when the stack's clock is moved.
 */
final class StackTime implements Time {

    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(50).toNanos();

    private final PlatformClock clock;
    private volatile long lookedAt = System.nanoTime() - LOOK_AGAIN_NANOS;
    private volatile long offset;

    StackTime(PlatformClock clock) {
        this.clock = clock;
    }

    @Override
    public long milliseconds() {
        long now = System.nanoTime();
        if (now - lookedAt >= LOOK_AGAIN_NANOS) {
            offset = clock.offset().toMillis();
            lookedAt = now;
        }
        return System.currentTimeMillis() + offset;
    }

    @Override
    public long nanoseconds() {
        return System.nanoTime();
    }

    @Override
    public void sleep(long millis) {
        Time.SYSTEM.sleep(millis);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs) throws InterruptedException {
        synchronized (object) {
            while (!condition.get()) {
                long left = deadlineMs - milliseconds();
                if (left <= 0) {
                    throw new TimeoutException("Condition not satisfied before deadline");
                }
                TimeUnit.MILLISECONDS.timedWait(object, left);
            }
        }
    }
}
