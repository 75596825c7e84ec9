package io.rapport.kit.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import org.hibernate.reactive.mutiny.Mutiny;

/** Where an event is written in the transaction that makes it true; {@link OutboxRelay} brings it to Kafka. */
@Singleton
public class Outbox {

    private static final String INSERT = "INSERT INTO outbox (topic, message_key, message) VALUES ($1, $2, $3)";

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

    /** Within the connection's transaction. */
    public Uni<Void> add(SqlClient connection, String topic, String key, Record event) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(topic, key, io.vertx.core.buffer.Buffer.buffer(events.write(event))))
                .replaceWithVoid();
    }
}
