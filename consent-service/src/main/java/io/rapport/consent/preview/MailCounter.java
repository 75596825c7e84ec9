package io.rapport.consent.preview;

import io.rapport.consent.directory.Directory;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks how much mail mailboxes hold: of all of them if they are few, of a random sample otherwise. Blocks. */
@Singleton
public class MailCounter {

    private static final int SAMPLE = 48;
    private static final int AT_ONCE = 8;

    private final Directory directory;
    private final Clock clock;
    private final Random random = new Random();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("count-", 0).factory());

    MailCounter(Directory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    MailEstimate estimate(TenantId tenant, Collection<UserId> mailboxes) {
        List<UserId> sample = new ArrayList<>(mailboxes);
        Collections.shuffle(sample, random);
        sample = sample.subList(0, Math.min(SAMPLE, sample.size()));
        Instant until = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        Instant from = LocalDate.ofInstant(until, ZoneOffset.UTC)
                .minusMonths(MailEstimate.BATCHES)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        List<Timed> counted = all(sample.stream()
                .<Callable<Timed>>map(user -> () -> timed(tenant, user, from, until))
                .toList());
        Duration latency = Duration.ofNanos(
                (long) counted.stream().mapToLong(Timed::nanos).average().orElse(0));
        return MailEstimate.from(
                mailboxes.size(), counted.stream().map(Timed::count).toList(), latency);
    }

    private record Timed(long count, long nanos) {}

    private Timed timed(TenantId tenant, UserId user, Instant from, Instant until) {
        long began = System.nanoTime();
        long count = directory.messages(tenant, user, from, until);
        return new Timed(count, System.nanoTime() - began);
    }

    private List<Timed> all(List<Callable<Timed>> questions) {
        try {
            List<Timed> answers = new ArrayList<>();
            for (Future<Timed> answer : threads.invokeAll(questions)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("A mailbox could not be counted", e.getCause());
        }
    }
}
