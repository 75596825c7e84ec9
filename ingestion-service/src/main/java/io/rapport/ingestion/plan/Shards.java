package io.rapport.ingestion.plan;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Cuts the mailboxes of a batch into shards that mean about the same work: the biggest mailbox first, each to the shard
 * that has least so far. No shard is more than a mailbox away from the mean, and none is better served by waiting.
 *
 * @param count how many shards there are
 * @param ofMailbox the shard of each mailbox, from 0, in the order the mailboxes were given
 */
public record Shards(int count, int[] ofMailbox) {

    private record Load(int shard, long emails) {}

    /**
     * @param emails expected of each mailbox
     * @param perShard emails of one shard; as many shards are made as that takes, whatever the batch holds
     */
    public static Shards balanced(long[] emails, long perShard) {
        long total = LongStream.of(emails).sum();
        int count = Math.toIntExact(Math.clamp(Math.ceilDiv(total, perShard), 1, Math.max(1, emails.length)));
        PriorityQueue<Load> lightest =
                new PriorityQueue<>(Comparator.comparingLong(Load::emails).thenComparingInt(Load::shard));
        IntStream.range(0, count).mapToObj(shard -> new Load(shard, 0)).forEach(lightest::add);
        int[] ofMailbox = new int[emails.length];
        IntStream.range(0, emails.length)
                .boxed()
                .sorted(Comparator.comparingLong(mailbox -> -emails[mailbox]))
                .forEach(mailbox -> {
                    Load least = lightest.remove();
                    ofMailbox[mailbox] = least.shard;
                    lightest.add(new Load(least.shard, least.emails + emails[mailbox]));
                });
        return new Shards(count, ofMailbox);
    }
}
