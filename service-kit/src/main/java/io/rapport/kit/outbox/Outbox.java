package io.rapport.kit.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Where an event is written in the transaction that makes it true; {@link OutboxRelay} brings it to Kafka. */
@Singleton
public class Outbox {

    private static final String INSERT = "INSERT INTO outbox (topic, message_key, message) VALUES ($1, $2, $3)";

    private static final String INSERT_ALL = """
            INSERT INTO outbox (topic, message_key, message)
            SELECT :topic, e ->> 'key', convert_to(e ->> 'message', 'UTF8')
              FROM jsonb_array_elements(CAST(CAST(:events AS text) AS jsonb)) WITH ORDINALITY AS a(e, n) ORDER BY n""";
    private static final int CHUNK = 5_000;

    private final CloudEvents events;

    Outbox(CloudEvents events) {
        this.events = events;
    }

    /** Within the session's transaction. */
    public Uni<Void> add(Mutiny.Session session, String topic, String key, Record event) {
        return session.createNativeQuery(
                        INSERT.replace("$1", ":topic").replace("$2", ":key").replace("$3", ":message"))
                .setParameter("topic", topic)
                .setParameter("key", key)
                .setParameter("message", events.write(event))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** An event with its key. */
    public record Keyed(String key, Record event) {}

    /** Many events of one topic, in their order, a few thousand in one statement. Within the session's transaction. */
    public Uni<Void> addAll(Mutiny.Session session, String topic, List<Keyed> keyed) {
        Uni<Void> added = Uni.createFrom().voidItem();
        for (int from = 0; from < keyed.size(); from += CHUNK) {
            List<Keyed> chunk = keyed.subList(from, Math.min(from + CHUNK, keyed.size()));
            added = added.chain(() -> session.createNativeQuery(INSERT_ALL)
                    .setParameter("topic", topic)
                    .setParameter("events", events.writeAll(chunk))
                    .executeUpdate()
                    .replaceWithVoid());
        }
        return added;
    }

    /** Within the connection's transaction. */
    public Uni<Void> add(SqlClient connection, String topic, String key, Record event) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(topic, key, io.vertx.core.buffer.Buffer.buffer(events.write(event))))
                .replaceWithVoid();
    }
}
