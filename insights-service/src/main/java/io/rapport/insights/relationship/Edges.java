package io.rapport.insights.relationship;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.Facts;
import io.rapport.contracts.ingestion.Meeting;
import io.rapport.insights.visibility.View;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads what the epoch holds between mailboxes and contacts: folded windows and posted activities. Only ever of
 * mailboxes that may be shown, and never what a colleague has hidden.
 */
@Singleton
public class Edges {

    private static final String WANTED = " WHERE e.te = $1 AND e.mailbox_id = ANY($2)";
    private static final String NOT_HIDDEN = " AND NOT EXISTS (SELECT FROM hidden h WHERE h.te = $1"
            + " AND h.mailbox_id = e.mailbox_id AND h.contact_id = e.contact_id)";

    private final Pool pool;

    Edges(Pool pool) {
        this.pool = pool;
    }

    /** More than this are not read at once: each takes about a kilobyte of memory. */
    static final int MOST_ROWS = 50_000;

    /**
     * A contact or company.
     *
     * @param key a company's is its blind domain
     * @param bound what its sort value does not exceed
     * @param rows how many have to be read for its figures
     */
    record Candidate<K>(K key, double bound, long rows) {}

    /**
     * Everything between the view's mailboxes and these contacts, in no order.
     *
     * @return fails with a problem 400 if that is more than {@value #MOST_ROWS} rows
     */
    public Uni<List<Stretch>> between(View view, Collection<Integer> contacts) {
        // The sum keeps the planner from looking mailbox by mailbox: contacts are the few, mailboxes the many.
        return stretches(
                " WHERE e.te = $1 AND e.mailbox_id + 0 = ANY($2) AND e.contact_id = ANY($3)" + NOT_HIDDEN,
                Tuple.of(view.vault().te().value(), view.mailboxNumbers(), contacts.toArray(Integer[]::new)));
    }

    /** Everything that is held about a contact, shown or not: for the person it is about, and for nobody else. */
    public Uni<List<Stretch>> held(Te te, int contact) {
        return stretches(" WHERE e.te = $1 AND e.contact_id = $2", Tuple.of(te.value(), contact));
    }

    private Uni<List<Stretch>> stretches(String where, Tuple which) {
        String most = " LIMIT " + (MOST_ROWS + 1);
        return pool.preparedQuery("SELECT mailbox_id, contact_id, window_start, facts FROM edge e" + where + most)
                .execute(which)
                .flatMap(windows -> pool.preparedQuery(
                                "SELECT activity_id, mailbox_id, contact_id, kind, by_us, at, minutes, weight"
                                        + " FROM activity e" + where + most)
                        .execute(which)
                        .map(posted -> Stream.concat(
                                        StreamSupport.stream(windows.spliterator(), false)
                                                .map(Edges::window),
                                        StreamSupport.stream(posted.spliterator(), false)
                                                .map(Edges::posted))
                                .toList()))
                .invoke(stretches -> {
                    if (stretches.size() > MOST_ROWS) {
                        throw Problems.of(
                                ErrorCode.INVALID_REQUEST,
                                "This takes more than 50,000 months of colleagues with contacts: ask for fewer people.");
                    }
                });
    }

    /** How many rows {@link #between} would read, by contact. */
    Uni<Map<Integer, Long>> rows(View view, Collection<Integer> contacts) {
        return pool.preparedQuery("SELECT contact_id, count(*) AS n FROM " + rows()
                        + " WHERE contact_id = ANY($3) GROUP BY contact_id")
                .execute(Tuple.of(view.vault().te().value(), view.mailboxNumbers(), contacts.toArray(Integer[]::new)))
                .map(found -> StreamSupport.stream(found.spliterator(), false)
                        .collect(Collectors.toMap(row -> row.getInteger("contact_id"), row -> row.getLong("n"))));
    }

    /** Contacts, those with the largest bound first. */
    Uni<List<Candidate<Integer>>> contacts(
            View view, SortBy sort, Optional<? extends Collection<Integer>> among, int limit) {
        Tuple values = Tuple.of(view.vault().te().value(), view.mailboxNumbers(), limit);
        among.ifPresent(numbers -> values.addArrayOfInteger(numbers.toArray(Integer[]::new)));
        return pool.preparedQuery("SELECT contact_id, CAST(" + sort.boundSql(view)
                        + " AS float8) AS bound, count(*) AS n FROM " + rows()
                        + (among.isPresent() ? " WHERE contact_id = ANY($4)" : "")
                        + " GROUP BY contact_id ORDER BY bound DESC, contact_id LIMIT $3")
                .execute(values)
                .map(found -> StreamSupport.stream(found.spliterator(), false)
                        .map(row -> new Candidate<>(row.getInteger("contact_id"), bound(row), row.getLong("n")))
                        .toList());
    }

    /** Companies, those with the largest bound first. */
    Uni<List<Candidate<Buffer>>> companies(View view, SortBy sort, int limit) {
        return pool.preparedQuery("SELECT domain_blind, CAST(" + sort.boundSql(view)
                        + " AS float8) AS bound, count(*) AS n FROM " + rows()
                        + " JOIN contact c ON c.te = $1 AND c.contact_id = r.contact_id"
                        + " GROUP BY domain_blind ORDER BY bound DESC, domain_blind LIMIT $3")
                .execute(Tuple.of(view.vault().te().value(), view.mailboxNumbers(), limit))
                .map(found -> StreamSupport.stream(found.spliterator(), false)
                        .map(row -> new Candidate<>(
                                Buffer.buffer(row.getBuffer("domain_blind").getBytes()), bound(row), row.getLong("n")))
                        .toList());
    }

    /** Windows and activities in one shape. */
    private static String rows() {
        return "(SELECT contact_id, sent, received, meetings, 0 AS calls, last_minute * 60::bigint AS last_at FROM edge e"
                + WANTED + NOT_HIDDEN
                + " UNION ALL SELECT contact_id, (kind = 'EMAIL' AND by_us)::int, (kind = 'EMAIL' AND NOT by_us)::int,"
                + " (kind = 'MEETING')::int, (kind = 'CALL')::int, at FROM activity e" + WANTED + NOT_HIDDEN + ") AS r";
    }

    private static double bound(Row row) {
        return row.getDouble("bound");
    }

    /** How many units of each window are stored. */
    Uni<Map<LocalDate, Long>> unitsByWindow(View view) {
        return pool.preparedQuery(
                        "SELECT window_start, count(*) AS units FROM unit WHERE te = $1 GROUP BY window_start")
                .execute(Tuple.of(view.vault().te().value()))
                .map(rows -> {
                    Map<LocalDate, Long> units = new HashMap<>();
                    rows.forEach(row -> units.put(row.getLocalDate("window_start"), row.getLong("units")));
                    return units;
                });
    }

    private static Stretch window(Row row) {
        try {
            return new Stretch(
                    row.getInteger("mailbox_id"),
                    row.getInteger("contact_id"),
                    row.getLocalDate("window_start"),
                    Facts.unpack(ByteString.copyFrom(row.getBuffer("facts").getBytes())));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("stored facts do not unpack", e);
        }
    }

    /** A posted activity as a window of one day. */
    private static Stretch posted(Row row) {
        long at = row.getLong("at");
        boolean byUs = row.getBoolean("by_us");
        int weight = row.getInteger("weight");
        Kind kind = Kind.valueOf(row.getString("kind"));
        ContactFacts.Builder facts = ContactFacts.newBuilder().setFirstAt(at).setLastAt(at);
        Meeting encounter = Meeting.newBuilder()
                .setMeeting(
                        ByteBuffer.wrap(row.getBuffer("activity_id").getBytes()).getLong())
                .setStart(at)
                .setMinutes(row.getInteger("minutes"))
                .setByUs(byUs)
                .setWeight(weight)
                .build();
        switch (kind) {
            case EMAIL ->
                facts.addDay(0)
                        .addSent(byUs ? 1 : 0)
                        .addReceived(byUs ? 0 : 1)
                        .addSentWeight(byUs ? weight : 0)
                        .addReceivedWeight(byUs ? 0 : weight)
                        .addAsksByUs(0)
                        .addAsksByThem(0);
            case MEETING -> facts.addMeetings(encounter);
            case CALL -> {}
        }
        return new Stretch(
                row.getInteger("mailbox_id"),
                row.getInteger("contact_id"),
                Activity.dayOf(at),
                facts.build(),
                kind == Kind.CALL ? List.of(encounter) : List.of());
    }
}
