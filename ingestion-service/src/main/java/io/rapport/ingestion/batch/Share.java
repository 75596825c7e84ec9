package io.rapport.ingestion.batch;

/**
 * Which of an epoch's units a process works off.
 *
 * @param condition in SQL, over the unit {@code c} and its batch {@code b}
 * @param jobs whether there are Jobs, one of which reads each batch that is cut into shards from now on
 */
public record Share(String condition, boolean jobs) {

    /** All of them, where there are no Jobs. */
    public static final Share WHOLE = new Share("true", false);

    /** What no Job reads: counting, days after the grant, comparisons, and what a Job has left. */
    public static final Share BESIDE_JOBS = new Share("NOT b.job", true);

    /** One shard of a batch, from 0: what a pod reads. */
    public static Share shard(int number, int shard) {
        return new Share("b.number = " + number + " AND c.shard = " + shard, true);
    }
}
