package io.rapport.insights.interaction;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.UnitCounts;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The table of units: what was applied last, and what of it makes a later arrival nothing new. */
final class UnitRows {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private UnitRows() {}

    /** What is stored of a unit. */
    record Stored(long revision, byte[] digest) {

        boolean isNewerThan(UnitToApply unit) {
            return revision > unit.revision();
        }

        boolean hasTheContentOf(UnitToApply unit) {
            return Arrays.equals(digest, unit.digest());
        }
    }

    /** Locks the units' rows until the transaction ends. */
    static Map<Place, Stored> lock(SqlConnection connection, Te te, Collection<Place> places) {
        Map<Place, Stored> stored = new HashMap<>();
        String sql = "SELECT mailbox_id, window_start, revision, digest FROM unit WHERE te = $1 AND"
                + " (mailbox_id, window_start) IN (SELECT * FROM unnest($2::int[], $3::date[]))"
                + " ORDER BY mailbox_id, window_start FOR UPDATE";
        for (Row row : run(connection, sql, Tuple.of(te.value(), Place.mailboxes(places), Place.starts(places)))) {
            stored.put(
                    new Place(row.getInteger("mailbox_id"), row.getLocalDate("window_start")),
                    new Stored(row.getLong("revision"), row.getBuffer("digest").getBytes()));
        }
        return stored;
    }

    /** The revision applied last; -1 if the unit never came. */
    static long revision(SqlConnection connection, Te te, UnitToApply.Key key) {
        String sql = "SELECT u.revision FROM unit u JOIN mailbox m USING (te, mailbox_id)"
                + " WHERE te = $1 AND m.user_id = $2 AND u.window_start = $3";
        RowSet<Row> rows = run(connection, sql, Tuple.of(te.value(), key.user().value(), key.from()));
        return rows.size() == 0 ? -1 : rows.iterator().next().getLong("revision");
    }

    static void put(SqlConnection connection, Te te, Place place, UnitToApply unit) {
        UnitCounts counts = unit.content().getCounts();
        run(
                connection,
                "INSERT INTO unit (te, mailbox_id, window_start, window_until, revision, digest, messages,"
                        + " interactions, meetings, meetings_counted)"
                        + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
                        + " ON CONFLICT (te, mailbox_id, window_start) DO UPDATE SET"
                        + " (window_until, revision, digest, messages, interactions, meetings, meetings_counted)"
                        + " = (excluded.window_until, excluded.revision, excluded.digest, excluded.messages,"
                        + " excluded.interactions, excluded.meetings, excluded.meetings_counted)",
                Tuple.tuple()
                        .addLong(te.value())
                        .addInteger(place.mailbox())
                        .addLocalDate(place.from())
                        .addLocalDate(unit.until())
                        .addLong(unit.revision())
                        .addValue(Buffer.buffer(unit.digest()))
                        .addLong(counts.getMessages())
                        .addLong(counts.getInteractions())
                        .addLong(counts.getMeetings())
                        .addLong(counts.getMeetingsCounted()));
    }

    private static RowSet<Row> run(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).await().atMost(PATIENCE);
    }
}
