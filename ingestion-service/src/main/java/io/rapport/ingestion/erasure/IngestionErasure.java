package io.rapport.ingestion.erasure;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.AssetCount;
import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.contracts.purge.PurgeReceipt;
import io.rapport.contracts.purge.Remains;
import io.rapport.contracts.purge.RemovedMailbox;
import io.rapport.kit.erasure.ErasureOwner;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.keys.EpochKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** What ingestion-service deletes of a withdrawn epoch: its plan, batches, units and mailbox totals. No mail is kept. */
@Singleton
public class IngestionErasure implements ErasureOwner {

    static final List<String> TABLES = List.of("unit", "mailbox_total", "batch", "epoch_plan");

    private static final String REMOVED = """
             WHERE te = $1 AND EXISTS (SELECT FROM unnest($2::uuid[], $3::bigint[]) AS m(u, before)
                                        WHERE m.u = user_id AND period < m.before)""";
    /** A total is of no period; that of somebody who has come back is asked for anew. */
    private static final String REMOVED_TOTAL = """
             WHERE te = $1 AND EXISTS (SELECT FROM unnest($2::uuid[], $3::bigint[]) AS m(u, before)
                                        WHERE m.u = mailbox_total.user_id AND NOT EXISTS (
                                              SELECT FROM unit n WHERE n.te = $1 AND n.user_id = m.u
                                                 AND n.period >= m.before))""";

    private static final String ANOTHER = "The epoch is another tenant's.";

    private final Pool pool;
    private final ConsentGate gate;
    private final EpochKeys keys;
    private final Clock clock;

    IngestionErasure(Pool pool, ConsentGate gate, EpochKeys keys, Clock clock) {
        this.pool = pool;
        this.gate = gate;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Owner owner() {
        return Owner.INGESTION;
    }

    @Override
    public Uni<PurgeReceipt> carryOut(PurgeCommand command) {
        return guarded(command, () -> step(command));
    }

    @Override
    public Uni<PurgeReceipt> carryOut(PurgeCommand command, List<RemovedMailbox> mailboxes) {
        return guarded(command, () -> step(command, removed(command.te(), mailboxes)));
    }

    private Uni<PurgeReceipt> guarded(PurgeCommand command, Supplier<Uni<PurgeReceipt>> step) {
        if (!gate.epoch(command.te()).map(known -> isOf(known, command)).orElse(true)) {
            return Uni.createFrom().item(receipt(command, false, List.of(), ANOTHER));
        }
        return pool.preparedQuery("SELECT tenant, epoch FROM epoch_plan WHERE te = $1")
                .execute(Tuple.of(command.te().value()))
                .flatMap(rows -> {
                    boolean another = rows.iterator().hasNext()
                            && (!rows.iterator()
                                            .next()
                                            .getUUID("tenant")
                                            .equals(command.tenant().value())
                                    || rows.iterator().next().getInteger("epoch") != command.epoch());
                    if (another) {
                        return Uni.createFrom().item(receipt(command, false, List.of(), ANOTHER));
                    }
                    return step.get();
                });
    }

    private static boolean isOf(ConsentState known, PurgeCommand command) {
        return known.tenant().equals(command.tenant()) && known.epoch() == command.epoch();
    }

    private Uni<PurgeReceipt> step(PurgeCommand command) {
        return switch (command.step()) {
            case FENCE -> fence(command).map(done -> receipt(command, true, List.of(), ""));
            case DRAIN -> drain(command);
            case QUARANTINE, SHRED -> Uni.createFrom().item(receipt(command, true, List.of(), ""));
            case DROP ->
                fenced(command)
                        .flatMap(fenced -> fenced
                                ? drop(command.te()).map(assets -> receipt(command, true, assets, ""))
                                : Uni.createFrom()
                                        .item(receipt(command, false, List.of(), "The epoch is not fenced yet.")));
        };
    }

    private static Tuple removed(Te te, List<RemovedMailbox> mailboxes) {
        return Tuple.of(
                te.value(),
                mailboxes.stream().map(one -> one.user().value()).toArray(UUID[]::new),
                mailboxes.stream().map(RemovedMailbox::before).toArray(Long[]::new));
    }

    /** Who no longer shares is not claimed any more; what is under way ends with its next look at the gate. */
    private Uni<PurgeReceipt> step(PurgeCommand command, Tuple removed) {
        return switch (command.step()) {
            case FENCE, QUARANTINE, SHRED -> Uni.createFrom().item(receipt(command, true, List.of(), ""));
            case DRAIN ->
                pool.preparedQuery("SELECT count(*) FROM unit " + REMOVED
                                + " AND owner IS NOT NULL AND claimed_until >= now()")
                        .execute(removed)
                        .map(rows -> drained(command, rows.iterator().next().getLong(0)));
            case DROP ->
                pool.withTransaction(connection -> connection
                        .preparedQuery("DELETE FROM mailbox_total " + REMOVED_TOTAL)
                        .execute(removed)
                        .flatMap(totals -> connection
                                .preparedQuery("DELETE FROM unit " + REMOVED)
                                .execute(removed)
                                .map(units -> receipt(
                                        command,
                                        true,
                                        with(
                                                with(List.of(), "unit", units.rowCount()),
                                                "mailbox_total",
                                                totals.rowCount()),
                                        ""))));
        };
    }

    private PurgeReceipt drained(PurgeCommand command, long busy) {
        return busy == 0
                ? receipt(command, true, List.of(), "")
                : receipt(command, false, List.of(), busy + " units are still being worked on.");
    }

    /** Waits for writers of the epoch that are under way; after it none can commit. */
    private Uni<Void> fence(PurgeCommand command) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("INSERT INTO floor VALUES ($1, $2) ON CONFLICT (tenant)"
                        + " DO UPDATE SET floor = greatest(floor.floor, excluded.floor)")
                .execute(Tuple.of(command.tenant().value(), command.epoch() + 1))
                .chain(() -> connection
                        .preparedQuery("UPDATE batch SET state = 'CANCELLED' WHERE te = $1")
                        .execute(Tuple.of(command.te().value())))
                .chain(() -> connection
                        .preparedQuery("UPDATE epoch_plan SET state = 'CANCELLED' WHERE te = $1")
                        .execute(Tuple.of(command.te().value())))
                .replaceWithVoid());
    }

    /** Done when no worker holds a unit of the epoch; one that sleeps too long loses its claim by itself. */
    private Uni<PurgeReceipt> drain(PurgeCommand command) {
        keys.forget(command.te());
        return pool.preparedQuery(
                        "SELECT count(*) FROM unit WHERE te = $1" + " AND owner IS NOT NULL AND claimed_until >= now()")
                .execute(Tuple.of(command.te().value()))
                .map(rows -> rows.iterator().next().getLong(0))
                .map(busy -> drained(command, busy));
    }

    private Uni<Boolean> fenced(PurgeCommand command) {
        return pool.preparedQuery("SELECT floor FROM floor WHERE tenant = $1")
                .execute(Tuple.of(command.tenant().value()))
                .map(rows -> rows.iterator().hasNext() && rows.iterator().next().getInteger("floor") > command.epoch());
    }

    private Uni<List<AssetCount>> drop(Te te) {
        return pool.withTransaction(connection -> {
            Uni<List<AssetCount>> dropped = Uni.createFrom().item(List.of());
            for (String table : TABLES) {
                dropped = dropped.flatMap(known -> connection
                        .preparedQuery("DELETE FROM " + table + " WHERE te = $1")
                        .execute(Tuple.of(te.value()))
                        .map(rows -> with(known, table, rows.rowCount())));
            }
            return dropped;
        });
    }

    @Override
    public Uni<Remains> remains(Te te) {
        Uni<List<AssetCount>> counts = Uni.createFrom().item(List.of());
        for (String table : TABLES) {
            counts = counts.flatMap(known -> pool.preparedQuery("SELECT count(*) FROM " + table + " WHERE te = $1")
                    .execute(Tuple.of(te.value()))
                    .map(rows -> with(known, table, rows.iterator().next().getLong(0))));
        }
        return counts.map(assets -> new Remains(te, Owner.INGESTION, assets));
    }

    @Override
    public Uni<Remains> remains(Te te, UUID removal, List<RemovedMailbox> mailboxes) {
        return pool.preparedQuery("SELECT (SELECT count(*) FROM unit " + REMOVED + ") AS units,"
                        + " (SELECT count(*) FROM mailbox_total " + REMOVED_TOTAL + ") AS totals")
                .execute(removed(te, mailboxes))
                .map(rows -> rows.iterator().next())
                .map(row -> new Remains(
                        te,
                        Owner.INGESTION,
                        with(with(List.of(), "unit", row.getLong("units")), "mailbox_total", row.getLong("totals"))));
    }

    private static List<AssetCount> with(List<AssetCount> known, String table, long count) {
        List<AssetCount> all = new ArrayList<>(known);
        all.add(new AssetCount("ingestion." + table, "delete", count));
        return List.copyOf(all);
    }

    private PurgeReceipt receipt(PurgeCommand command, boolean done, List<AssetCount> assets, String detail) {
        return PurgeReceipt.to(command, Owner.INGESTION, done, clock.instant(), assets, detail);
    }
}
