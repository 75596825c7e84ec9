package io.rapport.insights.interaction;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.ContactFacts;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * One row of the table of edges: what a mailbox and a contact had with each other in a window.
 *
 * @param facts a ContactFacts as it came
 */
record EdgeRow(Place place, int contact, ByteString facts, Sums sums) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROWS_A_STATEMENT = 32_000;
    private static final long SECONDS_A_MINUTE = 60;

    EdgeRow(Place place, int contact, ByteString facts) {
        this(place, contact, facts, Sums.of(facts));
    }

    /**
     * What the database sorts by, taken out of facts without building them.
     *
     * @param lastMinute since 1970, rounded up: what it bounds must not lie later
     */
    record Sums(int sent, int received, int meetings, int lastMinute) {

        static Sums of(ByteString facts) {
            try {
                return of(facts.newCodedInput());
            } catch (IOException e) {
                throw new UncheckedIOException("facts that were sealed as such do not parse", e);
            }
        }

        private static Sums of(CodedInputStream in) throws IOException {
            int sent = 0;
            int received = 0;
            int meetings = 0;
            long last = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case ContactFacts.SENT_FIELD_NUMBER -> sent += sum(in, tag);
                    case ContactFacts.RECEIVED_FIELD_NUMBER -> received += sum(in, tag);
                    case ContactFacts.LAST_AT_FIELD_NUMBER -> last = in.readInt64();
                    case ContactFacts.MEETINGS_FIELD_NUMBER -> {
                        meetings++;
                        in.skipField(tag);
                    }
                    default -> in.skipField(tag);
                }
            }
            return new Sums(sent, received, meetings, Math.toIntExact(Math.ceilDiv(last, SECONDS_A_MINUTE)));
        }

        /** Of a column, packed or not. */
        private static int sum(CodedInputStream in, int tag) throws IOException {
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
                return in.readUInt32();
            }
            int limit = in.pushLimit(in.readRawVarint32());
            int sum = 0;
            while (!in.isAtEnd()) {
                sum += in.readUInt32();
            }
            in.popLimit(limit);
            return sum;
        }
    }

    static void delete(SqlConnection connection, Te te, Collection<Place> places) {
        if (places.isEmpty()) {
            return;
        }
        connection
                .preparedQuery("DELETE FROM edge e USING unnest($2::int[], $3::date[]) AS u (mailbox_id, window_start)"
                        + " WHERE e.te = $1 AND e.mailbox_id = u.mailbox_id AND e.window_start = u.window_start")
                .execute(Tuple.of(te.value(), Place.mailboxes(places), Place.starts(places)))
                .await()
                .atMost(PATIENCE);
    }

    /** In order of contact, since the index of contacts is nearly half of what a row costs the database. */
    static void insert(SqlConnection connection, Te te, List<EdgeRow> unordered) {
        List<EdgeRow> rows = unordered.stream()
                .sorted(Comparator.comparingInt(EdgeRow::contact))
                .toList();
        for (int from = 0; from < rows.size(); from += ROWS_A_STATEMENT) {
            insertSome(connection, te, rows.subList(from, Math.min(from + ROWS_A_STATEMENT, rows.size())));
        }
    }

    /** All facts go as one value, which each row takes its own from: a list of so many values is dear on both sides. */
    private static void insertSome(SqlConnection connection, Te te, List<EdgeRow> rows) {
        List<Place> places = rows.stream().map(EdgeRow::place).toList();
        connection
                .preparedQuery(
                        "INSERT INTO edge (te, mailbox_id, window_start, contact_id, sent, received, meetings,"
                                + " last_minute, facts) SELECT $1, mailbox_id, window_start, contact_id, sent, received, meetings,"
                                + " last_minute, substring($2::bytea FROM first FOR length) FROM unnest($3::int[], $4::date[],"
                                + " $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::int[], $11::int[])"
                                + " AS r (mailbox_id, window_start, contact_id, sent, received, meetings, last_minute, first, length)")
                .execute(Tuple.tuple()
                        .addLong(te.value())
                        .addValue(facts(rows))
                        .addArrayOfInteger(Place.mailboxes(places))
                        .addArrayOfLocalDate(Place.starts(places))
                        .addArrayOfInteger(column(rows, EdgeRow::contact))
                        .addArrayOfInteger(column(rows, row -> row.sums.sent()))
                        .addArrayOfInteger(column(rows, row -> row.sums.received()))
                        .addArrayOfInteger(column(rows, row -> row.sums.meetings()))
                        .addArrayOfInteger(column(rows, row -> row.sums.lastMinute()))
                        .addArrayOfInteger(firsts(rows))
                        .addArrayOfInteger(column(rows, row -> row.facts.size())))
                .await()
                .atMost(PATIENCE);
    }

    private static Buffer facts(List<EdgeRow> rows) {
        byte[] all = new byte[rows.stream().mapToInt(row -> row.facts.size()).sum()];
        int at = 0;
        for (EdgeRow row : rows) {
            row.facts.copyTo(all, at);
            at += row.facts.size();
        }
        return Buffer.buffer(all);
    }

    /** Where each row's facts begin among all, from 1 as SQL counts. */
    private static Integer[] firsts(List<EdgeRow> rows) {
        Integer[] firsts = new Integer[rows.size()];
        int first = 1;
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = first;
            first += rows.get(i).facts.size();
        }
        return firsts;
    }

    private static Integer[] column(List<EdgeRow> rows, Function<EdgeRow, Integer> value) {
        return rows.stream().map(value).toArray(Integer[]::new);
    }
}
