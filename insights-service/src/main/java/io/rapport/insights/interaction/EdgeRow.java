package io.rapport.insights.interaction;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.ContactFacts;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

/** One row of the table of edges: what a mailbox and a contact had with each other in a window. */
record EdgeRow(Place place, int contact, ContactFacts facts) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROWS_A_STATEMENT = 10_000;

    static void delete(SqlConnection connection, Te te, Collection<Place> places) {
        connection
                .preparedQuery("DELETE FROM edge e USING unnest($2::int[], $3::date[]) AS u (mailbox_id, window_start)"
                        + " WHERE e.te = $1 AND e.mailbox_id = u.mailbox_id AND e.window_start = u.window_start")
                .execute(Tuple.of(te.value(), Place.mailboxes(places), Place.starts(places)))
                .await()
                .atMost(PATIENCE);
    }

    static void insert(SqlConnection connection, Te te, List<EdgeRow> rows) {
        for (int from = 0; from < rows.size(); from += ROWS_A_STATEMENT) {
            insertSome(connection, te, rows.subList(from, Math.min(from + ROWS_A_STATEMENT, rows.size())));
        }
    }

    private static void insertSome(SqlConnection connection, Te te, List<EdgeRow> rows) {
        List<Place> places = rows.stream().map(EdgeRow::place).toList();
        connection
                .preparedQuery("INSERT INTO edge (te, mailbox_id, window_start, contact_id, sent, received, meetings,"
                        + " last_at, facts) SELECT $1, * FROM unnest($2::int[], $3::date[], $4::int[], $5::int[],"
                        + " $6::int[], $7::int[], $8::bigint[], $9::bytea[])")
                .execute(Tuple.tuple()
                        .addLong(te.value())
                        .addArrayOfInteger(Place.mailboxes(places))
                        .addArrayOfLocalDate(Place.starts(places))
                        .addArrayOfInteger(column(rows, EdgeRow::contact, Integer[]::new))
                        .addArrayOfInteger(column(rows, row -> sum(row.facts.getSentList()), Integer[]::new))
                        .addArrayOfInteger(column(rows, row -> sum(row.facts.getReceivedList()), Integer[]::new))
                        .addArrayOfInteger(column(rows, row -> row.facts.getMeetingsCount(), Integer[]::new))
                        .addArrayOfLong(longs(rows, ContactFacts::getLastAt))
                        .addValue(column(rows, row -> Buffer.buffer(row.facts.toByteArray()), Buffer[]::new)))
                .await()
                .atMost(PATIENCE);
    }

    private static int sum(List<Integer> column) {
        return column.stream().mapToInt(Integer::intValue).sum();
    }

    private static Long[] longs(List<EdgeRow> rows, ToLongFunction<ContactFacts> value) {
        return column(rows, row -> value.applyAsLong(row.facts), Long[]::new);
    }

    private static <T> T[] column(List<EdgeRow> rows, Function<EdgeRow, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
