package io.rapport.insights.relationship;

import com.google.protobuf.InvalidProtocolBufferException;
import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.insights.visibility.View;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Reads the epoch's edges, only ever those of mailboxes that may be shown. */
@Singleton
public class Edges {

    private final Pool pool;

    Edges(Pool pool) {
        this.pool = pool;
    }

    /** Everything between the view's mailboxes and these contacts. */
    public Uni<List<Stretch>> between(View view, Collection<Integer> contacts) {
        return pool.preparedQuery("SELECT mailbox_id, contact_id, window_start, facts FROM edge"
                        + " WHERE te = $1 AND mailbox_id = ANY($2) AND contact_id = ANY($3)"
                        + " ORDER BY mailbox_id, contact_id, window_start")
                .execute(Tuple.of(view.vault().te().value(), view.mailboxNumbers(), contacts.toArray(Integer[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Edges::stretch)
                        .toList());
    }

    /** The contacts with the most mail and meetings, or the latest. */
    Uni<List<Integer>> busiest(View view, boolean latestFirst, int limit) {
        String order = latestFirst ? "max(last_at)" : "sum(sent + received + meetings)";
        return pool.preparedQuery("SELECT contact_id FROM edge WHERE te = $1 AND mailbox_id = ANY($2)"
                        + " GROUP BY contact_id ORDER BY " + order + " DESC, contact_id LIMIT $3")
                .execute(Tuple.of(view.vault().te().value(), view.mailboxNumbers(), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getInteger("contact_id"))
                        .toList());
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

    private static Stretch stretch(Row row) {
        try {
            return new Stretch(
                    row.getInteger("mailbox_id"),
                    row.getInteger("contact_id"),
                    row.getLocalDate("window_start"),
                    ContactFacts.parseFrom(row.getBuffer("facts").getBytes()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("stored facts do not parse", e);
        }
    }
}
