package io.rapport.consent.state;

import io.rapport.consent.keys.KeyRing;
import io.rapport.consent.keys.RingUnavailable;
import io.rapport.contracts.consent.ConsentState.Phase;
import io.rapport.contracts.consent.EpochKey;
import io.rapport.contracts.ids.Te;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Hands out the keys of active epochs. */
@Singleton
public class Keys {

    private final KeyRing ring;
    private final Pool pool;
    private final Vertx vertx;

    Keys(KeyRing ring, Pool pool, Vertx vertx) {
        this.ring = ring;
        this.pool = pool;
        this.vertx = vertx;
    }

    Uni<EpochKey> of(Te te) {
        return pool.preparedQuery("SELECT phase, key_destroyed_at FROM consent_epoch WHERE te = $1")
                .execute(Tuple.of(te.value()))
                .flatMap(rows -> {
                    if (!rows.iterator().hasNext()) {
                        throw Problems.of(ErrorCode.NOT_FOUND, "There is no such epoch.");
                    }
                    Phase phase = Phase.valueOf(rows.iterator().next().getString("phase"));
                    boolean destroyed = rows.iterator().next().getOffsetDateTime("key_destroyed_at") != null;
                    return find(te).map(key -> {
                        if (key.isEmpty() && !destroyed) {
                            throw Problems.of(
                                    ErrorCode.UPSTREAM_UNAVAILABLE,
                                    "The ring lacks a key that was never destroyed; restore the ring.");
                        }
                        if (key.isEmpty()) {
                            throw Problems.of(ErrorCode.KEY_DESTROYED, "What was sealed with it can never be read.");
                        }
                        if (phase == Phase.WITHDRAWN) {
                            throw Problems.of(ErrorCode.NO_CONSENT, "The key waits for its destruction.");
                        }
                        return new EpochKey(te, key.get());
                    });
                });
    }

    private Uni<Optional<byte[]>> find(Te te) {
        return vertx.executeBlocking(() -> ring.find(te), false)
                .onFailure(RingUnavailable.class)
                .transform(e -> Problems.of(ErrorCode.UPSTREAM_UNAVAILABLE, "The key ring cannot be read now."));
    }
}
