package io.rapport.ingestion.batch;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ingestion.BatchProgress;
import io.rapport.ingestion.fetch.ClosedFieldList;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.gate.Gate;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Progress, for the tenant's administrator and for operators; no personal data. */
@Path("/api/v1/ingestion")
@RolesAllowed({Roles.CONSENT_ADMIN, Roles.OPS_READ})
public class IngestionResource {

    private static final String COUNTS = """
            SELECT coalesce(sum(messages), 0)::bigint AS messages,
                   coalesce(sum(interactions), 0)::bigint AS interactions,
                   coalesce(sum(internal), 0)::bigint AS internal,
                   coalesce(sum(automated), 0)::bigint AS automated,
                   coalesce(sum(drafts), 0)::bigint AS drafts,
                   coalesce(sum(meeting_mail), 0)::bigint AS meeting_mail,
                   coalesce(sum(malformed), 0)::bigint AS malformed,
                   coalesce(sum(meetings), 0)::bigint AS meetings,
                   coalesce(sum(meetings_counted), 0)::bigint AS meetings_counted
              FROM unit WHERE te = $1 AND state = 'DONE'""";
    private static final String UNFINISHED = """
            SELECT state, reason, count(*) AS units FROM unit
             WHERE te = $1 AND state IN ('SKIPPED', 'FAILED') GROUP BY state, reason ORDER BY state, reason""";
    private static final String OUTSIDE = """
            SELECT coalesce(sum(t.total - w.within), 0)::bigint AS outside
              FROM mailbox_total t
              JOIN (SELECT user_id, sum(messages) AS within FROM unit WHERE te = $1 GROUP BY user_id
                    HAVING bool_and(state = 'DONE')) w USING (user_id)
             WHERE t.te = $1""";

    private final Pool pool;
    private final Batches batches;
    private final ConsentGate gate;
    private final Caller caller;

    IngestionResource(Pool pool, Batches batches, ConsentGate gate, Caller caller) {
        this.pool = pool;
        this.batches = batches;
        this.gate = gate;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The twelve batches of the tenant's newest consent, with every message accounted for")
    public Uni<IngestionView> progress() {
        TenantId tenant = caller.tenant();
        Gate state = gate.of(tenant);
        if (state instanceof Gate.Closed(ErrorCode reason) && reason == ErrorCode.NO_LEASE) {
            state.orThrow();
        }
        return Panache.withSession(() -> EpochPlan.newest(tenant)).flatMap(plan -> switch (state) {
            case Gate.Open(ConsentState consent)
            when plan != null && plan.te == consent.te().value() -> view(tenant, plan);
            case Gate.Open(ConsentState consent) ->
                Uni.createFrom().item(IngestionView.without(tenant, consent.epoch(), consent.te(), "PLANNING"));
            case Gate.Closed closed ->
                Uni.createFrom()
                        .item(
                                plan == null
                                        ? IngestionView.without(tenant, 0, null, "NONE")
                                        : IngestionView.without(tenant, plan.epoch, new Te(plan.te), "CANCELLED"));
        });
    }

    @GET
    @Path("/fields")
    @PermitAll
    @Operation(summary = "Every property that is ever asked of Microsoft Graph")
    public ClosedFieldList fields() {
        return ClosedFieldList.all();
    }

    private Uni<IngestionView> view(TenantId tenant, EpochPlan plan) {
        Te te = new Te(plan.te);
        return pool.withConnection(connection -> batches.progress(connection, tenant, te, 0)
                .flatMap(progress -> counts(connection, plan)
                        .flatMap(counts -> unfinished(connection, plan)
                                .flatMap(unfinished -> outside(connection, plan)
                                        .map(outside -> new IngestionView(
                                                tenant,
                                                plan.epoch,
                                                te,
                                                paused(te) ? "PAUSED" : state(plan, progress),
                                                paused(te) ? reason(te) : plan.reason,
                                                progress,
                                                unfinished,
                                                plan.state == EpochPlan.State.DONE ? outside : null,
                                                counts))))));
    }

    private boolean paused(Te te) {
        return gate.pause(te).isPresent();
    }

    private String reason(Te te) {
        return gate.pause(te).map(pause -> pause.reason().name()).orElse("");
    }

    private static String state(EpochPlan plan, List<BatchProgress> progress) {
        boolean planned = progress.stream().anyMatch(batch -> batch.units() > 0);
        return plan.state == EpochPlan.State.RUNNING && !planned ? "PLANNING" : plan.state.name();
    }

    private static Uni<IngestionView.Counts> counts(SqlConnection connection, EpochPlan plan) {
        return connection.preparedQuery(COUNTS).execute(Tuple.of(plan.te)).map(rows -> {
            Row row = rows.iterator().next();
            return new IngestionView.Counts(
                    row.getLong("messages"),
                    row.getLong("interactions"),
                    row.getLong("internal"),
                    row.getLong("automated"),
                    row.getLong("drafts"),
                    row.getLong("meeting_mail"),
                    row.getLong("malformed"),
                    row.getLong("meetings"),
                    row.getLong("meetings_counted"));
        });
    }

    private static Uni<List<IngestionView.Unfinished>> unfinished(SqlConnection connection, EpochPlan plan) {
        return connection
                .preparedQuery(UNFINISHED)
                .execute(Tuple.of(plan.te))
                .map(rows -> Batches.stream(rows)
                        .map(row -> new IngestionView.Unfinished(
                                row.getString("state"), row.getString("reason"), row.getLong("units")))
                        .toList());
    }

    private static Uni<Long> outside(SqlConnection connection, EpochPlan plan) {
        return connection
                .preparedQuery(OUTSIDE)
                .execute(Tuple.of(plan.te))
                .map(rows -> rows.iterator().next().getLong("outside"));
    }
}
