package io.rapport.purge.holder;

import io.rapport.contracts.Topics;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.AssetCount;
import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.PurgeReceipt;
import io.rapport.contracts.purge.PurgeStep;
import io.rapport.kit.outbox.CloudEvents;
import io.rapport.kit.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** What was ordered of whom, and what they answered. Orders go by Kafka; answers come by Kafka or over REST. */
@Singleton
public class Orders {

    private static final Logger LOG = Logger.getLogger(Orders.class);

    private static final String ANSWER = "UPDATE step_order SET detail = $5, done_at = CASE WHEN $6 THEN $7 END,"
            + " assets = CASE WHEN $6 THEN $8 ELSE assets END"
            + " WHERE te = $1 AND step = $2 AND owner = $3 AND round = $4 AND done_at IS NULL";

    /** A receipt names no round: it is the newest one's unless it was given before that was ordered. */
    private static final String LATEST = "SELECT round FROM step_order WHERE te = $1 AND step = $2 AND owner = $3"
            + " AND (round = 1 OR ordered_at <= $4) ORDER BY round DESC LIMIT 1";

    private final Pool pool;
    private final Outbox outbox;
    private final CloudEvents events;
    private final Owners owners;
    private final Receipts receipts;
    private final Clock clock;

    Orders(Pool pool, Outbox outbox, CloudEvents events, Owners owners, Receipts receipts, Clock clock) {
        this.pool = pool;
        this.outbox = outbox;
        this.events = events;
        this.owners = owners;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** @param done the owner has confirmed the step */
    public record Standing(boolean ordered, boolean done, String detail) {}

    /** Of every owner, ordered yet or not. */
    public Uni<Map<Owner, Standing>> standing(Te te, int round, PurgeStep step) {
        return pool.preparedQuery(
                        "SELECT owner, done_at, detail FROM step_order WHERE te = $1 AND round = $2 AND step = $3")
                .execute(Tuple.of(te.value(), round, step.name()))
                .map(rows -> {
                    Map<Owner, Standing> standing = new TreeMap<>();
                    for (Owner owner : Owner.values()) {
                        standing.put(owner, new Standing(false, false, ""));
                    }
                    rows.forEach(row -> standing.put(
                            Owner.valueOf(row.getString("owner")),
                            new Standing(true, row.getOffsetDateTime("done_at") != null, row.getString("detail"))));
                    return standing;
                });
    }

    /** By Kafka, in the transaction that remembers it; once, whatever the number of replicas. */
    public Uni<Void> order(Order order) {
        Instant now = clock.instant();
        return pool.withTransaction(connection -> connection
                .preparedQuery("INSERT INTO step_order (te, round, step, owner, ordered_at)"
                        + " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING")
                .execute(Tuple.of(
                        order.te().value(), order.round(), order.step().name(), order.owner().name(), utc(now)))
                .flatMap(inserted -> inserted.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        : outbox.add(
                                connection, Topics.PURGE_COMMANDS, order.te().toString(), order.command(now))));
    }

    /** Directly, when no answer came by Kafka; an owner that is away leaves the case waiting. */
    public Uni<Void> insist(Order order) {
        return owners.of(order.owner())
                .carryOut(order.command(clock.instant()))
                .flatMap(receipt -> answers(order, receipt)
                        ? keep(receipt, order.round())
                        : note(order, "answered something that was not asked"))
                .onFailure()
                .recoverWithUni(e -> note(order, reason(e)));
    }

    @Incoming("purge-receipts")
    Uni<Void> receive(byte[] event) {
        return take(events.read(event, PurgeReceipt.class))
                .onFailure()
                .invoke(e -> LOG.errorf(e, "A receipt was not taken; its step will be ordered again"))
                .onFailure()
                .recoverWithNull();
    }

    Uni<Void> take(PurgeReceipt receipt) {
        return pool.preparedQuery(LATEST)
                .execute(Tuple.of(
                        receipt.te().value(), receipt.step().name(), receipt.owner().name(), utc(receipt.at())))
                .flatMap(rows -> rows.iterator().hasNext()
                        ? keep(receipt, rows.iterator().next().getInteger("round"))
                        : Uni.createFrom().voidItem());
    }

    /** A repeated receipt of a step done before may count zero: what was counted first stays. */
    private Uni<Void> keep(PurgeReceipt receipt, int round) {
        return pool.preparedQuery(ANSWER)
                .execute(Tuple.tuple()
                        .addLong(receipt.te().value())
                        .addString(receipt.step().name())
                        .addString(receipt.owner().name())
                        .addInteger(round)
                        .addString(receipt.detail())
                        .addBoolean(receipt.done())
                        .addOffsetDateTime(utc(receipt.at()))
                        .addString(receipts.write(receipt.assets())))
                .replaceWithVoid();
    }

    private Uni<Void> note(Order order, String detail) {
        return pool.preparedQuery("UPDATE step_order SET detail = $5"
                        + " WHERE te = $1 AND step = $2 AND owner = $3 AND round = $4 AND done_at IS NULL")
                .execute(Tuple.of(
                        order.te().value(), order.step().name(), order.owner().name(), order.round(), detail))
                .replaceWithVoid();
    }

    /** What all owners say they removed, by asset, all rounds together. What was only detached is not removed yet. */
    public Uni<Map<String, AssetCount>> removed(Te te) {
        return pool.preparedQuery("SELECT assets FROM step_order WHERE te = $1 AND step <> 'QUARANTINE'")
                .execute(Tuple.of(te.value()))
                .map(rows -> {
                    Map<String, AssetCount> removed = new TreeMap<>();
                    rows.forEach(row -> receipts
                            .read(row.getString("assets"))
                            .forEach(asset -> removed.merge(
                                    asset.asset(),
                                    asset,
                                    (a, b) -> new AssetCount(a.asset(), a.method(), a.count() + b.count()))));
                    return removed;
                });
    }

    private static boolean answers(Order order, PurgeReceipt receipt) {
        return receipt.te().equals(order.te())
                && receipt.step() == order.step()
                && receipt.owner() == order.owner();
    }

    private static String reason(Throwable e) {
        return e instanceof WebApplicationException answer
                ? "answered " + answer.getResponse().getStatus()
                : "not reachable";
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
