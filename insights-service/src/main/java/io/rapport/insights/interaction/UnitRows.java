package io.rapport.insights.interaction;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.UnitCounts;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

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
                + " WHERE te = $1 AND m.user_id = $2 AND m.period = $3 AND u.window_start = $4";
        RowSet<Row> rows = run(
                connection,
                sql,
                Tuple.of(te.value(), key.sharer().user().value(), key.sharer().period(), key.from()));
        return rows.size() == 0 ? -1 : rows.iterator().next().getLong("revision");
    }

    /** Enters units that nothing was stored of. Fails if another writer has just done so: then all of it is done again. */
    static void add(SqlConnection connection, Te te, Map<Place, UnitToApply> units) {
        write(connection, te, units, "");
    }

    /** Puts units in the place of what was stored, which is locked. */
    static void replace(SqlConnection connection, Te te, Map<Place, UnitToApply> units) {
        write(
                connection,
                te,
                units,
                " ON CONFLICT (te, mailbox_id, window_start) DO UPDATE SET"
                        + " (window_until, revision, digest, messages, interactions, meetings, meetings_counted)"
                        + " = (excluded.window_until, excluded.revision, excluded.digest, excluded.messages,"
                        + " excluded.interactions, excluded.meetings, excluded.meetings_counted)");
    }

    private static void write(SqlConnection connection, Te te, Map<Place, UnitToApply> units, String ofThoseThere) {
        if (units.isEmpty()) {
            return;
        }
        run(
                connection,
                "INSERT INTO unit (te, mailbox_id, window_start, window_until, revision, digest, messages,"
                        + " interactions, meetings, meetings_counted)"
                        + " SELECT $1, * FROM unnest($2::int[], $3::date[], $4::date[], $5::bigint[], $6::bytea[],"
                        + " $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])"
                        + ofThoseThere,
                Tuple.tuple()
                        .addLong(te.value())
                        .addArrayOfInteger(Place.mailboxes(units.keySet()))
                        .addArrayOfLocalDate(Place.starts(units.keySet()))
                        .addArrayOfLocalDate(column(units, UnitToApply::until, LocalDate[]::new))
                        .addArrayOfLong(column(units, UnitToApply::revision, Long[]::new))
                        .addValue(column(units, unit -> Buffer.buffer(unit.digest()), Buffer[]::new))
                        .addArrayOfLong(counts(units, UnitCounts::getMessages))
                        .addArrayOfLong(counts(units, UnitCounts::getInteractions))
                        .addArrayOfLong(counts(units, UnitCounts::getMeetings))
                        .addArrayOfLong(counts(units, UnitCounts::getMeetingsCounted)));
    }

    private static Long[] counts(Map<Place, UnitToApply> units, ToLongFunction<UnitCounts> count) {
        return column(units, unit -> count.applyAsLong(unit.counts()), Long[]::new);
    }

    private static <T> T[] column(
            Map<Place, UnitToApply> units, Function<UnitToApply, T> value, IntFunction<T[]> array) {
        return units.values().stream().map(value).toArray(array);
    }

    private static RowSet<Row> run(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).await().atMost(PATIENCE);
    }
}
