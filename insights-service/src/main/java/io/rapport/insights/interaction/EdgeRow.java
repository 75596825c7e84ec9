package io.rapport.insights.interaction;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.Facts;
import io.rapport.contracts.ingestion.PackedFacts;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * One row of the table of edges: what a mailbox and a contact had with each other in a window.
 *
 * @param facts a PackedFacts as it came
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
            long first = 0;
            long span = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case PackedFacts.FIRST_AT_FIELD_NUMBER -> first = in.readInt64();
                    case PackedFacts.SPAN_FIELD_NUMBER -> span = in.readUInt32();
                    case PackedFacts.MEETINGS_FIELD_NUMBER -> {
                        meetings++;
                        in.skipField(tag);
                    }
                    case PackedFacts.MAIL_FIELD_NUMBER -> {
                        int limit = in.pushLimit(in.readRawVarint32());
                        while (!in.isAtEnd()) {
                            boolean theirs = (in.readUInt64() & Facts.THEIRS) != 0;
                            int count = in.readUInt32();
                            in.readUInt64();
                            in.readUInt64();
                            sent += theirs ? 0 : count;
                            received += theirs ? count : 0;
                        }
                        in.popLimit(limit);
                    }
                    default -> in.skipField(tag);
                }
            }
            return new Sums(sent, received, meetings, Math.toIntExact(Math.ceilDiv(first + span, SECONDS_A_MINUTE)));
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
    static void insert(SqlConnection connection, Te te, List<EdgeRow> rows) {
        EdgeRow[] ordered = byContact(rows);
        for (int from = 0; from < ordered.length; from += ROWS_A_STATEMENT) {
            insertSome(connection, te, ordered, from, Math.min(from + ROWS_A_STATEMENT, ordered.length));
        }
    }

    /** Sorted as numbers that hold the contact and the place in the list, which is far cheaper than comparing rows. */
    private static EdgeRow[] byContact(List<EdgeRow> rows) {
        EdgeRow[] unordered = rows.toArray(EdgeRow[]::new);
        long[] order = new long[unordered.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) unordered[i].contact << Integer.SIZE | i;
        }
        Arrays.sort(order);
        EdgeRow[] ordered = new EdgeRow[order.length];
        for (int i = 0; i < order.length; i++) {
            ordered[i] = unordered[(int) order[i]];
        }
        return ordered;
    }

    /**
     * All facts go as one value, which each row takes its own from: a list of so many values is dear on both sides. Lists
     * are unnested side by side in a SELECT, which does not keep them as a FROM would: a sixth of the whole.
     */
    private static void insertSome(SqlConnection connection, Te te, EdgeRow[] rows, int from, int to) {
        int count = to - from;
        Integer[] mailboxes = new Integer[count];
        LocalDate[] starts = new LocalDate[count];
        Integer[] contacts = new Integer[count];
        Integer[] sent = new Integer[count];
        Integer[] received = new Integer[count];
        Integer[] meetings = new Integer[count];
        Integer[] lastMinutes = new Integer[count];
        Integer[] firsts = new Integer[count];
        Integer[] lengths = new Integer[count];
        byte[] facts = new byte[factsLength(rows, from, to)];
        int at = 0;
        for (int i = 0; i < count; i++) {
            EdgeRow row = rows[from + i];
            mailboxes[i] = row.place.mailbox();
            starts[i] = row.place.from();
            contacts[i] = row.contact;
            sent[i] = row.sums.sent;
            received[i] = row.sums.received;
            meetings[i] = row.sums.meetings;
            lastMinutes[i] = row.sums.lastMinute;
            // SQL counts from 1.
            firsts[i] = at + 1;
            lengths[i] = row.facts.size();
            row.facts.copyTo(facts, at);
            at += row.facts.size();
        }
        connection
                .preparedQuery("INSERT INTO edge (te, mailbox_id, window_start, contact_id, sent, received, meetings,"
                        + " last_minute, facts) SELECT $1, mailbox_id, window_start, contact_id, sent, received, meetings,"
                        + " last_minute, substring($2::bytea FROM first FOR length) FROM (SELECT"
                        + " unnest($3::int[]) AS mailbox_id, unnest($4::date[]) AS window_start,"
                        + " unnest($5::int[]) AS contact_id, unnest($6::int[]) AS sent, unnest($7::int[]) AS received,"
                        + " unnest($8::int[]) AS meetings, unnest($9::int[]) AS last_minute,"
                        + " unnest($10::int[]) AS first, unnest($11::int[]) AS length) AS r")
                .execute(Tuple.tuple()
                        .addLong(te.value())
                        .addValue(Buffer.buffer(facts))
                        .addArrayOfInteger(mailboxes)
                        .addArrayOfLocalDate(starts)
                        .addArrayOfInteger(contacts)
                        .addArrayOfInteger(sent)
                        .addArrayOfInteger(received)
                        .addArrayOfInteger(meetings)
                        .addArrayOfInteger(lastMinutes)
                        .addArrayOfInteger(firsts)
                        .addArrayOfInteger(lengths))
                .await()
                .atMost(PATIENCE);
    }

    private static int factsLength(EdgeRow[] rows, int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            length += rows[i].facts.size();
        }
        return length;
    }
}
