package io.rapport.insights.introduction;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.epoch.Partition;
import io.rapport.insights.vault.Identity;
import io.rapport.insights.vault.Mailbox;
import io.rapport.insights.vault.Vault;
import io.rapport.insights.visibility.View;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The table of requests. Only requests whose introducer may be shown are ever found. */
@Singleton
class Requests {

    private static final String TABLE = Partition.INTRODUCTION.parent();
    private static final String OPEN = " state IN ('REQUESTED', 'ASK_FIRST')";
    private static final String SELECT =
            "SELECT id, requester, sealed, mailbox_id, contact_id, state, anonymous, asked_at,"
                    + " answered_at FROM introduction WHERE te = $1 AND mailbox_id = ANY($2)";

    private final Pool pool;

    Requests(Pool pool) {
        this.pool = pool;
    }

    /** @param anonymous as the tenant had it when the request was made: a promise is kept */
    record Request(
            UUID id,
            UserId requester,
            Identity asking,
            int mailbox,
            int contact,
            State state,
            boolean anonymous,
            Instant askedAt,
            @Nullable Instant answeredAt) {}

    /** Everything a person has asked for or is asked for, the newest first. */
    Uni<List<Request>> of(View view, UserId person) {
        return pool.preparedQuery(SELECT + " AND (requester = $3 OR mailbox_id = $4) ORDER BY asked_at DESC, id")
                .execute(Tuple.of(
                        view.vault().te().value(), view.mailboxNumbers(), person.value(), mailbox(view, person)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> request(view.vault(), row))
                        .toList());
    }

    /** One of them. */
    Uni<Optional<Request>> one(View view, UserId person, UUID id) {
        return of(view, person)
                .map(requests -> requests.stream()
                        .filter(request -> request.id().equals(id))
                        .findFirst());
    }

    /**
     * Stores a request unless one is open already between these three.
     *
     * @param most how many may wait for one colleague
     * @return the open one, else the fresh one; fails with a problem 409 when enough wait
     */
    Uni<Request> ask(SqlConnection connection, View view, Request fresh, int most) {
        return waiting(connection, view, fresh.mailbox())
                .flatMap(waiting -> open(connection, view, fresh).flatMap(open -> {
                    if (open.isPresent()) {
                        return Uni.createFrom().item(open.get());
                    }
                    return waiting < most
                            ? add(connection, view, fresh).replaceWith(fresh)
                            : Uni.createFrom()
                                    .failure(Problems.of(
                                            ErrorCode.TOO_MANY_OPEN,
                                            "This colleague has not answered earlier requests yet; try another path."));
                }));
    }

    private static Uni<Optional<Request>> open(SqlConnection connection, View view, Request fresh) {
        return connection
                .preparedQuery(SELECT + " AND requester = $3 AND mailbox_id = $4 AND contact_id = $5 AND" + OPEN)
                .execute(Tuple.of(
                        view.vault().te().value(),
                        view.mailboxNumbers(),
                        fresh.requester().value(),
                        fresh.mailbox(),
                        fresh.contact()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> request(view.vault(), row))
                        .findFirst());
    }

    /** How many wait for a colleague; others who ask the same colleague wait until this transaction has ended. */
    private static Uni<Long> waiting(SqlConnection connection, View view, int mailbox) {
        Tuple who = Tuple.of(view.vault().te().value(), mailbox);
        return connection
                .preparedQuery("SELECT FROM mailbox WHERE te = $1 AND mailbox_id = $2 FOR NO KEY UPDATE")
                .execute(who)
                .flatMap(locked -> connection
                        .preparedQuery(
                                "SELECT count(*) AS n FROM introduction WHERE te = $1 AND mailbox_id = $2 AND" + OPEN)
                        .execute(who))
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    private static Uni<Void> add(SqlConnection connection, View view, Request request) {
        return connection
                .preparedQuery("INSERT INTO introduction (te, id, requester, sealed, mailbox_id, contact_id, state,"
                        + " anonymous, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
                .execute(Tuple.tuple()
                        .addLong(view.vault().te().value())
                        .addUUID(request.id())
                        .addUUID(request.requester().value())
                        .addValue(Buffer.buffer(view.vault().seal(TABLE, bytes(request.id()), request.asking())))
                        .addInteger(request.mailbox())
                        .addInteger(request.contact())
                        .addString(request.state().name())
                        .addBoolean(request.anonymous())
                        .addOffsetDateTime(request.askedAt().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** @return false if it has been settled meanwhile */
    Uni<Boolean> settle(SqlConnection connection, View view, UUID id, State state, Instant at) {
        return connection
                .preparedQuery(
                        "UPDATE introduction SET state = $3, answered_at = $4 WHERE te = $1 AND id = $2 AND" + OPEN)
                .execute(Tuple.of(view.vault().te().value(), id, state.name(), at.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    private static int mailbox(View view, UserId person) {
        return view.mailbox(person).map(Mailbox::id).orElse(-1);
    }

    private static Request request(Vault vault, Row row) {
        UUID id = row.getUUID("id");
        OffsetDateTime answered = row.getOffsetDateTime("answered_at");
        return new Request(
                id,
                new UserId(row.getUUID("requester")),
                vault.open(TABLE, bytes(id), row.getBuffer("sealed").getBytes()),
                row.getInteger("mailbox_id"),
                row.getInteger("contact_id"),
                State.valueOf(row.getString("state")),
                row.getBoolean("anonymous"),
                row.getOffsetDateTime("asked_at").toInstant(),
                answered == null ? null : answered.toInstant());
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
