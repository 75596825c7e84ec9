package io.rapport.purge.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.AssetCount;
import io.rapport.contracts.purge.CaseKind;
import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.PurgeStep;
import io.rapport.purge.backup.BackupCatalog.Backup;
import io.rapport.purge.deletion.Protocol.Verdict;
import io.rapport.purge.proof.Verification.Finding;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every way that a case can go in a small world is gone: the real {@link Protocol} and {@link CaseState} decide, around
 * them everything that may happen does, in every order: writers under way, receipts that lie, replicas with the key in
 * memory, a backup that is restored, a hold that is set and lifted. Whoever drops a rule is found out.
 */
class StateSpaceTest {

    private static final Te TE = new Te(1);
    private static final Instant GONE_AT = Instant.parse("2026-01-02T00:00:00Z");
    private static final Backup COPY = new Backup("copy", Instant.parse("2026-01-01T00:00:00Z"), TE);

    /** Two stores, as two owners have them, and one that holds nothing. */
    private static final List<Owner> STORES = List.of(Owner.INGESTION, Owner.INSIGHTS);

    /**
     * A store.
     *
     * @param fenced refuses writes of what is deleted
     * @param row holds something of it
     * @param confirmed for the present step, as it says
     */
    record Store(boolean fenced, boolean row, boolean confirmed) {}

    /** What may be true at a moment. */
    enum Fact {
        /** The epoch's key exists. */
        KEY,
        /** A replica has it in its memory, until its lease lapses. */
        CACHED,
        /** Some replica's lease is from before the decision. */
        LEASE_RUNS,
        /** A sealed record is on the topic. */
        RECORD,
        /** A writer was under way when it was decided, and has not committed yet. */
        WRITING,
        /** A backup from before exists. */
        COPY,
        /** It was restored once. */
        RESTORED,
        /** A store has lied once. */
        LIED,
        HELD,
        /** A hold was set once. */
        WAS_HELD,
        CERTIFIED_APP,
        CERTIFIED_BACKUPS,
        DESTROYED_ON_HOLD,
        /** Somebody could read although the key had been called destroyed. */
        READ_AFTER_SHRED
    }

    /** The world at one moment. */
    record World(CaseState state, List<Store> stores, Set<Fact> facts) {

        static World decided() {
            Store store = new Store(false, true, false);
            return new World(
                    CaseState.WITHDRAWN,
                    List.of(store, store),
                    EnumSet.of(Fact.KEY, Fact.CACHED, Fact.LEASE_RUNS, Fact.RECORD, Fact.WRITING, Fact.COPY));
        }

        boolean is(Fact fact) {
            return facts.contains(fact);
        }

        World with(Fact... more) {
            Set<Fact> now = EnumSet.copyOf(facts);
            now.addAll(List.of(more));
            return new World(state, stores, now);
        }

        World without(Fact... less) {
            Set<Fact> now = EnumSet.copyOf(facts);
            List.of(less).forEach(now::remove);
            return new World(state, stores, now);
        }

        World at(CaseState to) {
            return new World(to, stores, facts);
        }

        World with(int which, Store store) {
            List<Store> now = new ArrayList<>(stores);
            now.set(which, store);
            return new World(state, List.copyOf(now), facts);
        }

        World unconfirmed() {
            return new World(
                    state,
                    stores.stream()
                            .map(store -> new Store(store.fenced, store.row, false))
                            .toList(),
                    facts);
        }

        World destroyed() {
            return is(Fact.HELD) ? with(Fact.DESTROYED_ON_HOLD) : this;
        }

        World keyDestroyed() {
            World now = destroyed().without(Fact.KEY);
            return is(Fact.CACHED) ? now.with(Fact.READ_AFTER_SHRED) : now;
        }

        boolean anyRow() {
            return stores.stream().anyMatch(Store::row);
        }
    }

    /** What happens besides the protocol, which the stores' own guards answer for: see their tests. */
    private record Rules(Protocol protocol, boolean storesFence, boolean restoreLeavesOut) {}

    @ParameterizedTest
    @EnumSource(
            value = CaseKind.class,
            names = {"EPOCH", "MAILBOXES"})
    void whateverHappensNothingIsCertifiedThatIsThereAndEveryCaseCanEnd(CaseKind kind) {
        Map<World, List<World>> ways = explore(kind, new Rules(new Protocol(), true, true));

        assertThat(ways.size()).isGreaterThan(2_000);
        assertThat(withoutAnEnd(ways)).isEmpty();
    }

    @Test
    void whoDoesNotWaitForEveryOwnerIsFoundOut() {
        isFoundOut(CaseKind.EPOCH, new Protocol() {
            @Override
            CaseState afterStep(CaseState state, Set<Owner> confirmed) {
                return state.next();
            }
        });
    }

    @Test
    void whoBelievesReceiptsIsFoundOut() {
        isFoundOut(CaseKind.EPOCH, new Protocol() {
            @Override
            Verdict application(CaseKind of, Finding finding) {
                return Verdict.GONE;
            }
        });
    }

    @Test
    void whoTakesSilenceForAbsenceIsFoundOut() {
        isFoundOut(CaseKind.EPOCH, new Protocol() {
            @Override
            Verdict application(CaseKind of, Finding finding) {
                return finding.unreachable() ? Verdict.GONE : super.application(of, finding);
            }
        });
    }

    @Test
    void whoDoesNotWaitForTheTopicIsFoundOut() {
        isFoundOut(CaseKind.MAILBOXES, new Protocol() {
            @Override
            boolean topicSettled(CaseKind of, boolean topicEmpty) {
                return true;
            }
        });
    }

    @Test
    void whoDestroysTheKeyWhileAReplicaHasItIsFoundOut() {
        isFoundOut(CaseKind.EPOCH, new Protocol() {
            @Override
            Optional<String> obstacle(PurgeStep step, CaseKind of, boolean held, boolean leasesLapsed) {
                return super.obstacle(step, of, held, true);
            }
        });
    }

    @Test
    void whoDeletesOnHoldIsFoundOut() {
        isFoundOut(CaseKind.EPOCH, new Protocol() {
            @Override
            Optional<String> obstacle(PurgeStep step, CaseKind of, boolean held, boolean leasesLapsed) {
                return super.obstacle(step, of, false, leasesLapsed);
            }
        });
    }

    @Test
    void whoDoesNotWaitForBackupsIsFoundOut() {
        isFoundOut(CaseKind.EPOCH, new Protocol() {
            @Override
            boolean copiesGone(boolean held, boolean topicEmpty, int copies) {
                return !held && topicEmpty;
            }
        });
    }

    @Test
    void storesWithoutAFenceAreFoundOut() {
        assertThatThrownBy(() -> explore(CaseKind.MAILBOXES, new Rules(new Protocol(), false, true)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aRestoreThatBringsBackWhatWasDeletedIsFoundOut() {
        assertThatThrownBy(() -> explore(CaseKind.MAILBOXES, new Rules(new Protocol(), true, false)))
                .isInstanceOf(AssertionError.class);
    }

    private static void isFoundOut(CaseKind kind, Protocol mutant) {
        assertThatThrownBy(() -> assertThat(withoutAnEnd(explore(kind, new Rules(mutant, true, true))))
                        .isEmpty())
                .isInstanceOf(AssertionError.class);
    }

    private static Map<World, List<World>> explore(CaseKind kind, Rules rules) {
        Map<World, List<World>> ways = new HashMap<>();
        Queue<World> toSee = new ArrayDeque<>(List.of(World.decided()));
        while (!toSee.isEmpty()) {
            World world = toSee.remove();
            if (ways.containsKey(world)) {
                continue;
            }
            check(kind, world);
            List<World> next = next(kind, rules, world);
            ways.put(world, next);
            toSee.addAll(next);
        }
        return ways;
    }

    private static void check(CaseKind kind, World world) {
        assertThat(world.is(Fact.DESTROYED_ON_HOLD))
                .as("destroyed on hold: %s", world)
                .isFalse();
        assertThat(world.is(Fact.READ_AFTER_SHRED))
                .as("readable with a key called destroyed: %s", world)
                .isFalse();
        if (world.is(Fact.CERTIFIED_APP)) {
            assertThat(world.anyRow()).as("certified, yet there: %s", world).isFalse();
            assertThat(kind == CaseKind.EPOCH ? world.is(Fact.KEY) : world.is(Fact.RECORD))
                    .as("certified, yet readable: %s", world)
                    .isFalse();
        }
        if (world.is(Fact.CERTIFIED_BACKUPS)) {
            assertThat(world.is(Fact.COPY) || world.is(Fact.RECORD))
                    .as("certified, yet a copy is left: %s", world)
                    .isFalse();
        }
    }

    /** Worlds from which the case can no longer be finished, whatever happens: there must be none. */
    private static Set<World> withoutAnEnd(Map<World, List<World>> ways) {
        Map<World, List<World>> back = new HashMap<>();
        Queue<World> toSee = new ArrayDeque<>();
        ways.forEach((from, all) -> {
            all.forEach(
                    to -> back.computeIfAbsent(to, world -> new ArrayList<>()).add(from));
            if (from.state().finished()) {
                toSee.add(from);
            }
        });
        Set<World> lost = new HashSet<>(ways.keySet());
        while (!toSee.isEmpty()) {
            World world = toSee.remove();
            if (lost.remove(world)) {
                toSee.addAll(back.getOrDefault(world, List.of()));
            }
        }
        return lost;
    }

    private static List<World> next(CaseKind kind, Rules rules, World world) {
        List<World> next = new ArrayList<>();
        world.state().step().ifPresent(step -> steps(kind, rules, world, step, next));
        switch (world.state()) {
            case DROPPED -> verify(kind, rules, world, next);
            case APP_VERIFIED -> next.add(world.at(world.state().next()));
            case BACKUPS_PENDING -> verifyBackups(rules, world, next);
            default -> {}
        }
        others(rules, world, next);
        return next;
    }

    private static void steps(CaseKind kind, Rules rules, World world, PurgeStep step, List<World> next) {
        Set<Owner> confirmed = EnumSet.of(Owner.CONSENT);
        for (int i = 0; i < STORES.size(); i++) {
            if (world.stores().get(i).confirmed()) {
                confirmed.add(STORES.get(i));
            }
        }
        if (rules.protocol()
                .obstacle(step, kind, world.is(Fact.HELD), !world.is(Fact.LEASE_RUNS))
                .isPresent()) {
            return;
        }
        CaseState after = rules.protocol().afterStep(world.state(), confirmed);
        if (after != world.state()) {
            World moved = step == PurgeStep.SHRED && kind == CaseKind.EPOCH ? world.keyDestroyed() : world;
            next.add(moved.at(after).unconfirmed());
            return;
        }
        for (int i = 0; i < STORES.size(); i++) {
            Store store = world.stores().get(i);
            if (!store.confirmed()) {
                boolean destroyed = step == PurgeStep.DROP;
                World done = world.with(
                        i,
                        new Store(
                                store.fenced() || step == PurgeStep.FENCE && rules.storesFence(),
                                store.row() && !destroyed,
                                true));
                next.add(destroyed ? done.destroyed() : done);
                if (destroyed && !world.is(Fact.LIED)) {
                    next.add(world.with(i, new Store(store.fenced(), store.row(), true))
                            .with(Fact.LIED));
                }
            }
        }
    }

    private static void verify(CaseKind kind, Rules rules, World world, List<World> next) {
        if (!rules.protocol().topicSettled(kind, !world.is(Fact.RECORD))) {
            return;
        }
        for (Finding finding : List.of(asked(kind, world), silent())) {
            switch (rules.protocol().application(kind, finding)) {
                case GONE ->
                    next.add(world.with(Fact.CERTIFIED_APP).at(world.state().next()));
                case LEFT -> next.add(world.at(world.state().afterLeftovers()).unconfirmed());
                case WAIT, UNKNOWN -> {}
            }
        }
    }

    private static void verifyBackups(Rules rules, World world, List<World> next) {
        int copies = world.is(Fact.COPY) && COPY.couldBringBack(TE, GONE_AT) ? 1 : 0;
        if (rules.protocol().copiesGone(world.is(Fact.HELD), !world.is(Fact.RECORD), copies)
                && rules.protocol().backups(asked(CaseKind.EPOCH, world)) == Verdict.GONE) {
            next.add(world.with(Fact.CERTIFIED_BACKUPS).at(world.state().next()));
        }
    }

    /** As the stores answer when they are asked afresh: nobody can lie about what is counted. */
    private static Finding asked(CaseKind kind, World world) {
        List<String> objections = new ArrayList<>();
        if (world.anyRow()) {
            objections.add("1 left");
        }
        if (kind == CaseKind.EPOCH && world.is(Fact.KEY) && !world.state().appVerified()) {
            objections.add("the key is still handed out");
        }
        return new Finding(List.of(new AssetCount("row", "drop", world.anyRow() ? 1 : 0)), objections, false);
    }

    private static Finding silent() {
        return new Finding(List.of(), List.of("INSIGHTS cannot be reached"), true);
    }

    private static void others(Rules rules, World world, List<World> next) {
        if (world.is(Fact.WRITING)) {
            Store store = world.stores().getLast();
            World ended = world.without(Fact.WRITING);
            boolean refused = store.fenced() || !world.is(Fact.KEY);
            next.add(refused ? ended : ended.with(1, new Store(false, true, store.confirmed())));
        }
        if (world.is(Fact.LEASE_RUNS)) {
            next.add(world.without(Fact.LEASE_RUNS, Fact.CACHED));
        }
        if (world.is(Fact.RECORD)) {
            next.add(world.without(Fact.RECORD));
        }
        if (world.is(Fact.COPY) && !world.is(Fact.HELD)) {
            next.add(world.without(Fact.COPY));
        }
        if (world.is(Fact.COPY) && !world.is(Fact.RESTORED)) {
            Store first = world.stores().getFirst();
            World restored = world.with(Fact.RESTORED);
            next.add(
                    first.fenced() && rules.restoreLeavesOut()
                            ? restored
                            : restored.with(0, new Store(first.fenced(), true, first.confirmed())));
        }
        if (!world.is(Fact.HELD) && !world.is(Fact.WAS_HELD) && !world.state().finished()) {
            next.add(world.with(Fact.HELD, Fact.WAS_HELD));
        }
        if (world.is(Fact.HELD)) {
            next.add(world.without(Fact.HELD));
        }
    }
}
