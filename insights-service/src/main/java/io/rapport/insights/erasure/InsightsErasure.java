package io.rapport.insights.erasure;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.contracts.consent.ConsentState.Phase;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.AssetCount;
import io.rapport.contracts.purge.LedgerEntry;
import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.contracts.purge.PurgeReceipt;
import io.rapport.contracts.purge.Remains;
import io.rapport.contracts.purge.RemovedMailbox;
import io.rapport.insights.epoch.Epoch;
import io.rapport.insights.epoch.Epochs;
import io.rapport.insights.epoch.Partition;
import io.rapport.insights.interaction.PendingParts;
import io.rapport.insights.snapshot.Snapshots;
import io.rapport.insights.subject.Erasures;
import io.rapport.kit.erasure.ErasureOwner;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.keys.EpochKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The deletion of an epoch in this service. Works on a te and on nothing else, and refuses a command whose te belongs
 * to another tenant, or is still active as far as is known here.
 */
@Singleton
public class InsightsErasure implements ErasureOwner {

    private final ConsentGate gate;
    private final EpochKeys keys;
    private final Epochs epochs;
    private final PendingParts pending;
    private final PartitionRemoval partitions;
    private final Snapshots snapshots;
    private final Inventory inventory;
    private final MailboxErasure mailboxes;
    private final Erasures persons;
    private final Clock clock;

    InsightsErasure(
            ConsentGate gate,
            EpochKeys keys,
            Epochs epochs,
            PendingParts pending,
            PartitionRemoval partitions,
            Snapshots snapshots,
            Inventory inventory,
            MailboxErasure mailboxes,
            Erasures persons,
            Clock clock) {
        this.gate = gate;
        this.keys = keys;
        this.epochs = epochs;
        this.pending = pending;
        this.partitions = partitions;
        this.snapshots = snapshots;
        this.inventory = inventory;
        this.mailboxes = mailboxes;
        this.persons = persons;
        this.clock = clock;
    }

    @Override
    public Owner owner() {
        return Owner.INSIGHTS;
    }

    @Override
    public Uni<PurgeReceipt> carryOut(PurgeCommand command) {
        return carryOut(command, true, () -> step(command));
    }

    @Override
    public Uni<PurgeReceipt> carryOut(PurgeCommand command, List<RemovedMailbox> removed) {
        return carryOut(command, false, () -> step(command, removed));
    }

    private Uni<PurgeReceipt> carryOut(PurgeCommand command, boolean whole, Supplier<Uni<List<AssetCount>>> step) {
        return refusal(command, whole)
                .flatMap(refused -> refused.isPresent()
                        ? Uni.createFrom().item(receipt(command, false, List.of(), refused.get()))
                        : step.get().map(assets -> receipt(command, true, assets, "")))
                .onFailure(PartitionRemoval.Refused.class)
                .recoverWithItem(e -> receipt(command, false, List.of(), String.valueOf(e.getMessage())))
                .onFailure(PgException.class)
                .recoverWithItem(e ->
                        receipt(command, false, List.of(), "the database answered " + ((PgException) e).getSqlState()));
    }

    @Override
    public Uni<Void> eraseAgain(LedgerEntry person) {
        return persons.again(person);
    }

    @Override
    public Uni<Remains> remains(Te te) {
        return inventory.count(te).map(assets -> new Remains(te, Owner.INSIGHTS, assets));
    }

    @Override
    public Uni<Remains> remains(Te te, UUID removal, List<RemovedMailbox> removed) {
        return mailboxes.remains(te.value(), removal.toString()).map(assets -> new Remains(te, Owner.INSIGHTS, assets));
    }

    /**
     * The wrong-tenant guard, asked before every step: against what this store wrote down, and against the gate.
     *
     * @param whole whether the whole epoch is to go, which must not be active then
     */
    private Uni<Optional<String>> refusal(PurgeCommand command, boolean whole) {
        Optional<String> byGate = gate.epoch(command.te()).flatMap(known -> {
            if (!known.tenant().equals(command.tenant()) || known.epoch() != command.epoch()) {
                return Optional.of("the te belongs to another tenant or epoch");
            }
            return whole && known.phase() == Phase.ACTIVE ? Optional.of("the epoch is active here") : Optional.empty();
        });
        if (byGate.isPresent()) {
            return Uni.createFrom().item(byGate);
        }
        return Panache.withSession(() -> Epoch.<Epoch>findById(command.te().value()))
                .map(stored -> stored == null || stored.belongsTo(command.tenant(), command.epoch())
                        ? Optional.empty()
                        : Optional.of("the te belongs to another tenant or epoch"));
    }

    private Uni<List<AssetCount>> step(PurgeCommand command) {
        Te te = command.te();
        return switch (command.step()) {
            case FENCE ->
                epochs.raiseFloorAbove(command.tenant(), command.epoch())
                        .flatMap(raised -> reached(te, Epoch.State.FENCED))
                        .replaceWith(List.of());
            case DRAIN -> {
                keys.forget(te);
                snapshots.discardUnfinished(te);
                yield pending.drop(te)
                        .call(() -> reached(te, Epoch.State.DRAINED))
                        .map(parts -> List.of(new AssetCount("insights.pending_part", "delete", parts)));
            }
            case QUARANTINE ->
                partitions
                        .detach(te)
                        .call(() -> reached(te, Epoch.State.QUARANTINED))
                        .map(detached -> assets(detached, "detach"));
            case SHRED -> {
                // The key itself is consent-service's; here it only stood in memory.
                keys.forget(te);
                yield Uni.createFrom().item(List.of());
            }
            case DROP ->
                partitions
                        .drop(te)
                        .call(() -> mailboxes.forget(te))
                        .call(() -> Panache.withTransaction(() -> Epoch.deleteById(te.value())))
                        .map(dropped -> assets(dropped, "drop"));
        };
    }

    private Uni<List<AssetCount>> step(PurgeCommand command, List<RemovedMailbox> removed) {
        Uni<List<AssetCount>> step = switch (command.step()) {
            case FENCE -> mailboxes.fence(command, removed).replaceWith(List.of());
            case DRAIN -> mailboxes.drain(command, removed);
            case QUARANTINE, SHRED -> Uni.createFrom().item(List.of());
            case DROP -> mailboxes.drop(command);
        };
        // Below the floor the whole epoch is closed: its own case takes everything.
        return step.onFailure(Epochs.Fenced.class).recoverWithItem(List.of());
    }

    private static Uni<Void> reached(Te te, Epoch.State state) {
        return Panache.withTransaction(() -> Epoch.<Epoch>findById(te.value()).invoke(epoch -> {
                    if (epoch != null) {
                        epoch.reached(state);
                    }
                }))
                .replaceWithVoid();
    }

    private static List<AssetCount> assets(List<Partition> tables, String method) {
        return tables.stream()
                .map(table -> new AssetCount("insights." + table.parent(), method, 1))
                .toList();
    }

    private PurgeReceipt receipt(PurgeCommand command, boolean done, List<AssetCount> assets, String detail) {
        return PurgeReceipt.to(command, Owner.INSIGHTS, done, clock.instant(), assets, detail);
    }
}
