package io.rapport.insights.visibility;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.TenantId;
import io.rapport.insights.epoch.Epochs;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.function.Function;

/** What people add to an epoch: every such write passes the fence that units pass, in its own transaction. */
@Singleton
public class Changes {

    private final Pool pool;
    private final Epochs epochs;

    Changes(Pool pool, Epochs epochs) {
        this.pool = pool;
        this.epochs = epochs;
    }

    /**
     * Makes a change and waits for it.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 409 if the epoch was withdrawn meanwhile
     */
    public <T> T make(View view, Function<SqlConnection, Uni<T>> change) {
        return make(view, epochs::pass, change);
    }

    /** The same while nobody else writes anything of the tenant. */
    public <T> T makeAlone(View view, Function<SqlConnection, Uni<T>> change) {
        return make(view, epochs::passAlone, change);
    }

    private interface Fence {
        Uni<Void> pass(SqlConnection connection, TenantId tenant, int epoch);
    }

    private <T> T make(View view, Fence fence, Function<SqlConnection, Uni<T>> change) {
        ConsentState consent = view.consent();
        try {
            return Visibility.await(epochs.open(consent)
                    .chain(() ->
                            pool.withTransaction(connection -> fence.pass(connection, consent.tenant(), consent.epoch())
                                    .chain(() -> change.apply(connection)))));
        } catch (Epochs.Fenced e) {
            throw Problems.of(ErrorCode.NO_CONSENT, "Consent was withdrawn meanwhile.");
        }
    }
}
