package io.rapport.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final long SECOND = 1_000_000_000L;

    private long nanos;
    private final Limits limits = new Limits(() -> nanos);

    @Test
    void tenThousandInTenMinutesAndNoMoreOfOneMailbox() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(ask("a").refused()).as("request %d", i).isFalse();
            nanos += SECOND / 100;
        }
        assertThat(ask("a").retryAfter()).isEqualTo(500);
        assertThat(ask("b").refused()).as("another mailbox").isFalse();

        nanos += 500 * SECOND;
        assertThat(ask("a").retryAfter())
                .as("the two refused ones took a place each")
                .isEqualTo(1);
        nanos += SECOND;
        assertThat(ask("a").refused()).isFalse();
    }

    @Test
    void fourAtATimeOfOneMailbox() {
        for (int i = 1; i <= 4; i++) {
            assertThat(limits.enterMailbox("a").refused()).isFalse();
        }
        assertThat(limits.enterMailbox("a").retryAfter()).isEqualTo(1);
        limits.leave("a");
        limits.leave("a");
        assertThat(limits.enterMailbox("a").refused()).isFalse();
    }

    @Test
    void aHundredAndThirtyThousandInTenSecondsOfAllTogether() {
        for (int i = 0; i < 130_000; i++) {
            assertThat(ask("mailbox " + i % 20_000).refused()).isFalse();
        }
        assertThat(ask("one more").refused()).isTrue();
        nanos += 10 * SECOND;
        assertThat(ask("one more").refused()).isFalse();
    }

    @Test
    void aDirectoryCostsUnitsOfAShareThatGoesByItsSize() {
        UUID small = new UUID(0, 1);
        UUID large = new UUID(0, 2);
        for (int i = 0; i < 700; i++) {
            assertThat(limits.enterDirectory(small, 40, 5).refused()).isFalse();
            assertThat(limits.enterDirectory(large, 4_000, 5).refused()).isFalse();
        }
        assertThat(limits.enterDirectory(small, 40, 1).refused()).isTrue();
        assertThat(limits.enterDirectory(large, 4_000, 1).refused()).isFalse();
        assertThat(limits.enterDirectory(small, 40, 1).share()).isEqualTo(3_500);
    }

    private Limits.Admission ask(String mailbox) {
        Limits.Admission admission = limits.enterMailbox(mailbox);
        limits.leave(mailbox);
        return admission;
    }
}
