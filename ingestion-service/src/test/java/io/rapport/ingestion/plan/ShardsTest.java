package io.rapport.ingestion.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {

    private static final long MILLION = 1_000_000;

    @Test
    void eightMillionEmailsAreEightShardsAndMoreAreMore() {
        assertThat(Shards.balanced(mailboxes(8_000, 1_000), MILLION).count()).isEqualTo(8);
        assertThat(Shards.balanced(mailboxes(8_001, 1_000), MILLION).count()).isEqualTo(9);
        assertThat(Shards.balanced(mailboxes(96_000, 1_000), MILLION).count()).isEqualTo(96);
    }

    @Test
    void aQuietBatchIsOneShardAndAnEmptyOneToo() {
        assertThat(Shards.balanced(mailboxes(3, 10), MILLION).ofMailbox()).containsExactly(0, 0, 0);
        assertThat(Shards.balanced(new long[0], MILLION).count()).isEqualTo(1);
    }

    @Test
    void noShardIsWithoutAMailbox() {
        assertThat(Shards.balanced(new long[] {50 * MILLION, 1}, MILLION).count())
                .isEqualTo(2);
    }

    /** Mailbox sizes as in life, heavy-tailed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyMailboxIsInOneShardAndNoneIsMoreThanAMailboxHeavierThanAnother(long seed) {
        Random random = new Random(seed);
        long[] emails = LongStream.range(0, 500)
                .map(i -> Math.round(800 * Math.exp(1.5 * random.nextGaussian())))
                .toArray();

        Shards shards = Shards.balanced(emails, 50_000);

        long[] loads = new long[shards.count()];
        IntStream.range(0, emails.length).forEach(i -> loads[shards.ofMailbox()[i]] += emails[i]);
        long total = LongStream.of(emails).sum();
        assertThat(LongStream.of(loads).sum()).isEqualTo(total);
        assertThat(shards.count()).isEqualTo((int) Math.ceilDiv(total, 50_000));
        long biggest = LongStream.of(emails).max().orElseThrow();
        assertThat(LongStream.of(loads).max().orElseThrow()
                        - LongStream.of(loads).min().orElseThrow())
                .isLessThanOrEqualTo(biggest);
    }

    private static long[] mailboxes(int count, long emails) {
        return LongStream.generate(() -> emails).limit(count).toArray();
    }
}
