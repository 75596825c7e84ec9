package io.rapport.consent.erasure;

import io.rapport.consent.keys.KeyRing;
import io.rapport.consent.sharing.Revisions;
import io.rapport.contracts.consent.EpochKey;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.AssetCount;
import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.contracts.purge.PurgeReceipt;
import io.rapport.contracts.purge.Remains;
import io.rapport.contracts.purge.RemovedMailbox;
import io.rapport.kit.erasure.ErasureOwner;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What consent-service deletes of a withdrawn epoch: its key, and what was derived from the directory unless a newer
 * consent uses it. The history of decisions and each person's own switch are not the epoch's and stay.
 */
@Singleton
public class ConsentErasure implements ErasureOwner {

    private static final String GUARD = "SELECT tenant, epoch, phase FROM consent_epoch WHERE te = $1";
    private static final String ACTIVE_ELSEWHERE = " WHERE tenant = (SELECT tenant FROM consent_epoch WHERE te = $1)"
            + " AND NOT EXISTS (SELECT FROM consent_epoch now JOIN consent_epoch old USING (tenant)"
            + " WHERE old.te = $1 AND now.phase = 'ACTIVE')";
    private static final String STILL_SHARING = """
            SELECT count(*) FROM sharing s JOIN consent_epoch e USING (tenant)
              JOIN unnest($2::uuid[], $3::bigint[]) AS m(user_id, before) USING (user_id)
             WHERE e.te = $1 AND s.shared AND s.revision < m.before""";
    static final List<String> DERIVED =
            List.of("sharing", "licensed_user", "group_member", "chosen_group", "directory_reading");

    private final KeyRing ring;
    private final Pool pool;
    private final Vertx vertx;
    private final Clock clock;

    ConsentErasure(KeyRing ring, Pool pool, Vertx vertx, Clock clock) {
        this.ring = ring;
        this.pool = pool;
        this.vertx = vertx;
        this.clock = clock;
    }

    @Override
    public Owner owner() {
        return Owner.CONSENT;
    }

    @Override
    public Uni<PurgeReceipt> carryOut(PurgeCommand command) {
        return pool.preparedQuery(GUARD).execute(Tuple.of(command.te().value())).flatMap(rows -> {
            if (!rows.iterator().hasNext()) {
                return Uni.createFrom().item(receipt(command, true, List.of(), ""));
            }
            Row epoch = rows.iterator().next();
            if (!epoch.getUUID("tenant").equals(command.tenant().value())
                    || epoch.getInteger("epoch") != command.epoch()
                    || "ACTIVE".equals(epoch.getString("phase"))) {
                return Uni.createFrom()
                        .item(receipt(command, false, List.of(), "The epoch is another tenant's, or not withdrawn."));
            }
            return switch (command.step()) {
                case FENCE, DRAIN, QUARANTINE -> Uni.createFrom().item(receipt(command, true, List.of(), ""));
                case SHRED -> shred(command);
                case DROP -> drop(command.te()).map(assets -> receipt(command, true, assets, ""));
            };
        });
    }

    /** Of a mailbox nothing is derived but the answer that it is not shared, which must stay. */
    @Override
    public Uni<PurgeReceipt> carryOut(PurgeCommand command, List<RemovedMailbox> mailboxes) {
        return Uni.createFrom().item(receipt(command, true, List.of(), ""));
    }

    /** Whoever still counted as sharing in the period that has ended would be read again. */
    @Override
    public Uni<Remains> remains(Te te, UUID removal, List<RemovedMailbox> mailboxes) {
        return pool.preparedQuery(STILL_SHARING)
                .execute(Tuple.of(
                        te.value(),
                        mailboxes.stream().map(one -> one.user().value()).toArray(UUID[]::new),
                        mailboxes.stream().map(RemovedMailbox::before).toArray(Long[]::new)))
                .map(rows -> new Remains(
                        te,
                        Owner.CONSENT,
                        List.of(new AssetCount(
                                "consent.sharing", "end", rows.iterator().next().getLong(0)))));
    }

    @Override
    public Uni<Remains> remains(Te te) {
        Uni<List<AssetCount>> counts = countKey(te);
        for (String table : DERIVED) {
            counts = counts.flatMap(known -> pool.preparedQuery("SELECT count(*) FROM " + table + ACTIVE_ELSEWHERE)
                    .execute(Tuple.of(te.value()))
                    .map(rows -> with(
                            known,
                            "consent." + table,
                            "delete",
                            rows.iterator().next().getLong(0))));
        }
        return counts.map(assets -> new Remains(te, Owner.CONSENT, assets));
    }

    private Uni<PurgeReceipt> shred(PurgeCommand command) {
        Te te = command.te();
        return noteFingerprint(te)
                .chain(() -> countKey(te))
                .flatMap(before -> vertx.executeBlocking(() -> ring.shred(te), false)
                        .map(recoverable -> receipt(
                                command,
                                true,
                                before,
                                recoverable
                                        .map(until ->
                                                "The key vault can bring the ring's key back until " + until + ".")
                                        .orElse(""))))
                .call(() -> pool.preparedQuery(
                                "UPDATE consent_epoch SET key_destroyed_at = coalesce(key_destroyed_at, $2) WHERE te = $1")
                        .execute(Tuple.of(te.value(), OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))));
    }

    private Uni<List<AssetCount>> drop(Te te) {
        return pool.withTransaction(connection -> {
            // A grant holds the same lock: it is either seen as active here, or comes after.
            Uni<List<AssetCount>> dropped = connection
                    .preparedQuery("SELECT pg_advisory_xact_lock($1)")
                    .execute(Tuple.of(Revisions.ORDER))
                    .replaceWith(List.of());
            for (String table : DERIVED) {
                dropped = dropped.flatMap(known -> connection
                        .preparedQuery("DELETE FROM " + table + ACTIVE_ELSEWHERE)
                        .execute(Tuple.of(te.value()))
                        .map(rows -> with(known, "consent." + table, "delete", rows.rowCount())));
            }
            return dropped;
        });
    }

    /** By which the certificate says which key it was: whoever ever comes across a key can tell whether it should be gone. */
    private Uni<Void> noteFingerprint(Te te) {
        return vertx.executeBlocking(() -> ring.find(te), false)
                .flatMap(key -> key.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : pool.preparedQuery("UPDATE consent_epoch SET key_fingerprint = $2 WHERE te = $1")
                                .execute(Tuple.of(te.value(), EpochKey.fingerprint(key.get())))
                                .replaceWithVoid());
    }

    private Uni<String> fingerprint(Te te) {
        return pool.preparedQuery("SELECT key_fingerprint FROM consent_epoch WHERE te = $1")
                .execute(Tuple.of(te.value()))
                .map(rows -> {
                    String known =
                            rows.size() == 0 ? null : rows.iterator().next().getString("key_fingerprint");
                    return known == null ? "" : "SHA-256 of the key: " + known;
                });
    }

    private Uni<List<AssetCount>> countKey(Te te) {
        return fingerprint(te)
                .flatMap(known -> vertx.executeBlocking(
                        () -> List.of(new AssetCount("consent.key", "crypto-erase", ring.copies(te), known)), false));
    }

    private static List<AssetCount> with(List<AssetCount> known, String asset, String method, long count) {
        List<AssetCount> all = new ArrayList<>(known);
        all.add(new AssetCount(asset, method, count));
        return List.copyOf(all);
    }

    private PurgeReceipt receipt(PurgeCommand command, boolean done, List<AssetCount> assets, String detail) {
        return PurgeReceipt.to(command, Owner.CONSENT, done, clock.instant(), assets, detail);
    }
}
