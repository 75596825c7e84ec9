package io.rapport.insights.interaction;

import io.micrometer.core.instrument.MeterRegistry;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.insights.epoch.Epochs;
import io.rapport.insights.vault.Vault;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes a batch: units, waiting parts and offsets in one transaction, which begins with the fence. It blocks, so it
 * runs on a virtual thread. Any failure leaves nothing behind and the batch is written again.
 */
@Singleton
class InteractionWriter {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Pool pool;
    private final Admission admission;
    private final Epochs epochs;
    private final PendingParts pending;
    private final Units units;
    private final InteractionOffsets offsets;
    private final MeterRegistry metrics;

    InteractionWriter(
            Pool pool,
            Admission admission,
            Epochs epochs,
            PendingParts pending,
            Units units,
            @Identifier("interactions") InteractionOffsets offsets,
            MeterRegistry metrics) {
        this.pool = pool;
        this.admission = admission;
        this.epochs = epochs;
        this.pending = pending;
        this.units = units;
        this.offsets = offsets;
        this.metrics = metrics;
        Tally.announce(metrics);
    }

    /** @throws NotNow if nobody can say at this moment whether the records may be written */
    void write(Batch batch) {
        Tally tally = new Tally();
        tally.drop(Drop.MALFORMED, batch.malformed());
        List<Opened> admitted = admitted(batch, tally);
        inTransaction(connection -> {
            for (Opened epoch : admitted) {
                Te te = epoch.vault().te();
                List<ReceivedPart> parts = batch.byEpoch().getOrDefault(te, List.of());
                if (passes(epochs.pass(
                        connection, epoch.consent().tenant(), epoch.consent().epoch()))) {
                    write(connection, epoch, parts, tally);
                } else {
                    tally.drop(Drop.FENCED, parts.size());
                }
            }
            offsets.store(connection, batch.next());
        });
        tally.report(metrics);
    }

    private List<Opened> admitted(Batch batch, Tally tally) {
        List<Opened> admitted = new ArrayList<>();
        batch.byEpoch().forEach((te, parts) -> {
            switch (admission.of(te, batch.receivedAt())) {
                case Admission.Verdict.Wait _ -> throw new NotNow();
                case Admission.Verdict.Refuse(Drop why) -> tally.drop(why, parts.size());
                case Admission.Verdict.Admit(Opened epoch) -> {
                    if (passes(epochs.open(epoch.consent()))) {
                        admitted.add(epoch);
                    } else {
                        tally.drop(Drop.FENCED, parts.size());
                    }
                }
            }
        });
        return admitted;
    }

    private static boolean passes(Uni<Void> fence) {
        try {
            fence.await().atMost(PATIENCE);
            return true;
        } catch (Epochs.Fenced e) {
            return false;
        }
    }

    private void write(SqlConnection connection, Opened epoch, List<ReceivedPart> parts, Tally tally) {
        Vault vault = epoch.vault();
        List<UnitToApply> ready = new ArrayList<>();
        for (ReceivedPart part : parts) {
            if (part.part().getParts() == 1) {
                ready.addAll(open(List.of(part), vault, tally));
            }
        }
        List<ReceivedPart> ofSeveral = parts.stream()
                .filter(part -> part.part().getParts() > 1 && isAwaited(connection, part, vault, tally))
                .toList();
        for (List<ReceivedPart> whole : pending.join(connection, vault.te(), ofSeveral)) {
            ready.addAll(open(whole, vault, tally));
            pending.done(connection, whole.getFirst());
        }
        units.replace(connection, epoch, ready, tally);
    }

    /** A part that comes again after its unit was applied would wait for ever for the others. */
    private static boolean isAwaited(SqlConnection connection, ReceivedPart part, Vault vault, Tally tally) {
        Optional<FoldedUnit> opened = part.open(vault);
        if (opened.isEmpty()) {
            tally.drop(Drop.UNREADABLE, 1);
            return false;
        }
        long revision = part.part().getRevision();
        UnitToApply.Key key =
                UnitToApply.of(List.of(opened.get()), revision, vault).key();
        return UnitRows.revision(connection, part.te(), key) < revision;
    }

    private static List<UnitToApply> open(List<ReceivedPart> parts, Vault vault, Tally tally) {
        Map<Integer, FoldedUnit> opened = new TreeMap<>();
        for (ReceivedPart part : parts) {
            Optional<FoldedUnit> unit = part.open(vault);
            if (unit.isEmpty()) {
                tally.drop(Drop.UNREADABLE, parts.size());
                return List.of();
            }
            opened.put(part.part().getPart(), unit.get());
        }
        return List.of(UnitToApply.of(
                List.copyOf(opened.values()), parts.getFirst().part().getRevision(), vault));
    }

    private void inTransaction(Consumer<SqlConnection> work) {
        SqlConnection connection = pool.getConnection().await().atMost(PATIENCE);
        try {
            Transaction transaction = connection.begin().await().atMost(PATIENCE);
            try {
                work.accept(connection);
                transaction.commit().await().atMost(PATIENCE);
            } catch (RuntimeException e) {
                transaction.rollback().onFailure().recoverWithNull().await().atMost(PATIENCE);
                throw e;
            }
        } finally {
            connection.close().onFailure().recoverWithNull().await().atMost(PATIENCE);
        }
    }

    /** No lease, or no key to be had: the topic waits, and nothing is lost. */
    static final class NotNow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotNow() {
            super("consent-service cannot be asked", null, false, false);
        }
    }
}
