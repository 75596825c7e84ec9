package io.rapport.ingestion.batch;

/**
 * Which of an epoch's units a process works off.
 *
 * @param condition in SQL, over the unit {@code c} and its batch {@code b}
 */
public record Share(String condition) {

    /** All of them. */
    public static final Share WHOLE = new Share("true");

    /** One shard of a batch, from 0. */
    public static Share shard(int number, int shard) {
        return new Share("b.number = " + number + " AND c.shard = " + shard);
    }
}
