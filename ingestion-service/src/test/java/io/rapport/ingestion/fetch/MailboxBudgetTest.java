package io.rapport.ingestion.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.contracts.ids.UserId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxBudgetTest {

    private static final UserId MAILBOX = new UserId(new UUID(1, 1));
    private static final UserId ANOTHER = new UserId(new UUID(2, 2));
    private static final long PERIOD = MailboxBudget.PERIOD.toNanos();

    private long nanos;
    private final MailboxBudget budget = new MailboxBudget(() -> nanos);

    /** Eager and lazy readers, any moment of the clock: Graph's own sliding window never sees more than it allows. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noTenMinutesEverHoldMoreThanIsAllowed(long seed) {
        Random random = new Random(seed);
        nanos = random.nextLong(PERIOD);
        Deque<Long> window = new ArrayDeque<>();
        int most = 0;
        for (int i = 0; i < 60_000; i++) {
            nanos += random.nextLong(random.nextInt(20) == 0 ? 2_000_000_000L : 30_000_000L);
            Duration wait = budget.take(MAILBOX);
            if (!wait.isZero()) {
                nanos += wait.toNanos();
                continue;
            }
            window.add(nanos);
            while (nanos - window.getFirst() >= PERIOD) {
                window.removeFirst();
            }
            most = Math.max(most, window.size());
        }
        assertThat(most).isBetween(MailboxBudget.MOST / 2, MailboxBudget.MOST);
    }

    @Test
    void aReaderInAHurryGetsAtLeastNineTenthsOfWhatGraphAllows() {
        int taken = 0;
        while (nanos < 10 * PERIOD) {
            Duration wait = budget.take(MAILBOX);
            taken += wait.isZero() ? 1 : 0;
            nanos += wait.isZero() ? 1_000_000 : wait.toNanos();
        }
        assertThat(taken).isGreaterThan(9 * 10_000);
    }

    @Test
    void oneMailboxDoesNotAffectAnother() {
        for (int i = 0; i < MailboxBudget.MOST; i++) {
            assertThat(budget.take(MAILBOX)).isZero();
        }
        assertThat(budget.take(MAILBOX)).isPositive();
        assertThat(budget.take(ANOTHER)).isZero();
    }
}
