package io.rapport.ingestion.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.contracts.ids.UserId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxLimitsTest {

    private static final UserId MAILBOX = new UserId(new UUID(1, 1));
    private static final UserId ANOTHER = new UserId(new UUID(2, 2));
    private static final long PERIOD = MailboxLimits.PERIOD.toNanos();
    private static final long SECOND = 1_000_000_000L;

    private long nanos;
    private final MailboxLimits limits = new MailboxLimits(() -> nanos);

    /** Eager and lazy readers, any moment of the clock: Graph's own sliding window never sees more than it allows. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noTenMinutesEverHoldMoreThanIsAllowed(long seed) {
        Random random = new Random(seed);
        nanos = random.nextLong(PERIOD);
        Deque<Long> window = new ArrayDeque<>();
        int most = 0;
        for (int i = 0; i < 60_000; i++) {
            nanos += random.nextLong(random.nextInt(20) == 0 ? 2 * SECOND : 30_000_000L);
            long wait = take(MAILBOX);
            if (wait > 0) {
                nanos += wait;
                continue;
            }
            window.add(nanos);
            while (nanos - window.getFirst() >= PERIOD) {
                window.removeFirst();
            }
            most = Math.max(most, window.size());
        }
        assertThat(most).isBetween(MailboxLimits.MOST / 2, MailboxLimits.MOST);
    }

    @Test
    void aReaderInAHurryGetsAtLeastNineTenthsOfWhatGraphAllows() {
        int taken = 0;
        while (nanos < 10 * PERIOD) {
            long wait = take(MAILBOX);
            taken += wait == 0 ? 1 : 0;
            nanos += wait == 0 ? 1_000_000 : wait;
        }
        assertThat(taken).isGreaterThan(9 * 10_000);
    }

    @Test
    void oneMailboxDoesNotAffectAnother() {
        for (int i = 0; i < MailboxLimits.MOST; i++) {
            assertThat(take(MAILBOX)).isZero();
        }
        assertThat(take(MAILBOX)).isPositive();
        assertThat(take(ANOTHER)).isZero();
    }

    @Test
    void fourAreOnTheirWayAtATimeAndAFifthWaits() {
        MailboxLimits.Mailbox mailbox = limits.of(MAILBOX);
        for (int i = 0; i < 4; i++) {
            assertThat(mailbox.tryEnter()).isZero();
        }
        assertThat(mailbox.tryEnter()).isPositive();
        mailbox.leave();
        assertThat(mailbox.tryEnter()).isZero();
    }

    @Test
    void nothingIsAskedBeforeTheTimeThatGraphNamed() {
        MailboxLimits.Mailbox mailbox = limits.of(MAILBOX);
        mailbox.throttled(Duration.ofSeconds(31));
        mailbox.throttled(Duration.ofSeconds(2));

        assertThat(mailbox.tryEnter()).isEqualTo(31 * SECOND);
        nanos += 31 * SECOND - 1;
        assertThat(mailbox.tryEnter()).isEqualTo(1);
        assertThat(take(ANOTHER)).isZero();
        nanos += 1;
        assertThat(mailbox.tryEnter()).isZero();
    }

    @Test
    void aRefusalHalvesHowManyAreSentAndTimeGivesThemBack() {
        MailboxLimits.Mailbox mailbox = limits.of(MAILBOX);
        mailbox.throttled(Duration.ofSeconds(1));
        mailbox.throttled(Duration.ofSeconds(1));
        assertThat(mailbox.atATime()).as("one burst, one step").isEqualTo(2);
        nanos += 2 * SECOND;
        mailbox.throttled(Duration.ofSeconds(1));
        nanos += 2 * SECOND;
        mailbox.throttled(Duration.ofSeconds(1));
        assertThat(mailbox.atATime()).as("never none").isEqualTo(1);

        for (int i = 0; i < 3 * MailboxLimits.GOOD_FOR_ONE_MORE; i++) {
            mailbox.wentWell();
        }
        assertThat(mailbox.atATime()).isEqualTo(MailboxLimits.MOST_AT_A_TIME);
        for (int i = 0; i < 100; i++) {
            mailbox.wentWell();
        }
        assertThat(mailbox.atATime()).isEqualTo(MailboxLimits.MOST_AT_A_TIME);
    }

    /** Graph bears only so many at a time and refuses the others for a second: what it bears is used to nine tenths. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void whateverGraphBearsNineTenthsOfItAreUsed(int bears) {
        MailboxLimits.Mailbox mailbox = limits.of(MAILBOX);
        Deque<Long> running = new ArrayDeque<>();
        long busy = 0;
        long step = SECOND / 10;
        long until = 400 * SECOND;
        for (; nanos < until; nanos += step) {
            while (!running.isEmpty() && running.getFirst() <= nanos) {
                running.removeFirst();
                mailbox.leave();
                mailbox.wentWell();
            }
            while (mailbox.tryEnter() == 0) {
                if (running.size() < bears) {
                    running.add(nanos + 5 * step);
                } else {
                    mailbox.leave();
                    mailbox.throttled(Duration.ofSeconds(1));
                }
            }
            busy += running.size();
        }
        assertThat((double) busy * step / (bears * until)).isGreaterThan(0.9);
    }

    @Test
    void whoeverWaitsIsToldToStop() {
        MailboxLimits.Mailbox mailbox = limits.of(MAILBOX);
        mailbox.throttled(Duration.ofDays(1));
        Permit permit = () -> {
            throw new Halt.GateClosed();
        };

        assertThatThrownBy(() -> mailbox.enter(permit)).isInstanceOf(Halt.GateClosed.class);
    }

    private long take(UserId id) {
        MailboxLimits.Mailbox mailbox = limits.of(id);
        long wait = mailbox.tryEnter();
        if (wait == 0) {
            mailbox.leave();
        }
        return wait;
    }
}
