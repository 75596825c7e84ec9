package io.rapport.bench;

/**
 * What writing took.
 *
 * @param rows day rows, or how many it would have been
 * @param writer CPU seconds of who writes
 * @param database CPU seconds of PostgreSQL
 */
record Written(long rows, double writer, double database) {

    private static final double MILLION = 1e6;

    Written and(Written more) {
        return new Written(rows + more.rows, writer + more.writer, database + more.database);
    }

    /** CPU seconds a million day rows. */
    double each() {
        return (writer + database) / (rows / MILLION);
    }

    @Override
    public String toString() {
        return String.format("%.2f + PostgreSQL %.2f", writer / (rows / MILLION), database / (rows / MILLION));
    }
}
