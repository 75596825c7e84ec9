package io.rapport.consent.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MailEstimateTest {

    private static final Duration LATENCY = Duration.ofMillis(400);

    @Test
    void whereEveryMailboxWasCountedThereIsNoDoubt() {
        MailEstimate estimate = MailEstimate.from(3, List.of(0L, 100L, 22_000L), LATENCY);

        assertThat(estimate.emails()).isEqualTo(22_100);
        assertThat(estimate.emailsLow()).isEqualTo(22_100);
        assertThat(estimate.emailsHigh()).isEqualTo(22_100);
        // 3 mailboxes × 12 × (count + calendar) + 3 totals + pages: 0, 12 × 1, 12 × ⌈1834 / 900⌉
        assertThat(estimate.requests()).isEqualTo(72 + 3 + 12 + 36);
        assertThat(estimate.duration()).isEqualTo(LATENCY.multipliedBy(16));
    }

    @Test
    void aSampleIsScaledAndTheTruthLiesInTheIntervalAboutNineteenTimesInTwenty() {
        Random random = new Random(4);
        List<Long> all = Stream.generate(() -> Math.round(Math.exp(random.nextGaussian()) * 1000))
                .limit(5_000)
                .toList();
        long truth = all.stream().mapToLong(Long::longValue).sum();
        int hits = 0;
        for (int run = 0; run < 200; run++) {
            List<Long> sample = random.ints(0, all.size())
                    .distinct()
                    .limit(200)
                    .mapToObj(all::get)
                    .toList();
            MailEstimate estimate = MailEstimate.from(all.size(), sample, LATENCY);
            hits += estimate.emailsLow() <= truth && truth <= estimate.emailsHigh() ? 1 : 0;
        }

        assertThat(hits).isBetween(175, 200);
    }

    @Test
    void nobodyToReadIsNothingToDo() {
        assertThat(MailEstimate.from(0, List.of(), LATENCY)).isEqualTo(MailEstimate.NOTHING);
    }
}
