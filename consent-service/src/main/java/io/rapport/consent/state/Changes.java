package io.rapport.consent.state;

import io.rapport.contracts.consent.ConsentChanges;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.Pause;
import io.rapport.contracts.consent.SharingState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** All tenants' changes since a revision, in pages. */
@Singleton
public class Changes {

    private static final int PAGE = 10_000;
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private static final String UPPER = "SELECT greatest((SELECT coalesce(max(revision), 0) FROM consent_epoch),"
            + " (SELECT coalesce(max(revision), 0) FROM sharing)) AS upper";
    private static final String CONSENTS = "SELECT revision, tenant, epoch, te, phase, granted_at, withdrawn_at,"
            + " pause_reason, pause_since, pause_hides FROM consent_epoch WHERE revision > $1 AND revision <= $2 ORDER BY revision LIMIT $3";
    private static final String SHARING = "SELECT revision, tenant, user_id, shared FROM sharing"
            + " WHERE revision > $1 AND revision <= $2 ORDER BY revision LIMIT $3";

    private final Pool pool;

    Changes(Pool pool) {
        this.pool = pool;
    }

    private record Numbered<T>(long revision, T value) {}

    /**
     * Read from one snapshot, so that a row on its way to a higher revision is told with its old one or its new one, and
     * never left out. Revisions become visible in their order: whatever is committed later comes with the next question.
     */
    Uni<ConsentChanges> since(long revision) {
        return pool.withTransaction(connection -> connection
                .query(SNAPSHOT)
                .execute()
                .chain(() -> connection.query(UPPER).execute())
                .flatMap(first -> {
                    long upper = first.iterator().next().getLong("upper");
                    Tuple range = Tuple.of(revision, upper, PAGE);
                    return connection
                            .preparedQuery(CONSENTS)
                            .execute(range)
                            .flatMap(consents -> connection
                                    .preparedQuery(SHARING)
                                    .execute(range)
                                    .map(sharing -> page(revision, upper, consents, sharing)));
                }));
    }

    private static ConsentChanges page(long since, long upper, RowSet<Row> consentRows, RowSet<Row> sharingRows) {
        List<Numbered<?>> all = new ArrayList<>();
        stream(consentRows).forEach(row -> all.add(new Numbered<>(row.getLong("revision"), consent(row))));
        stream(sharingRows).forEach(row -> all.add(new Numbered<>(row.getLong("revision"), sharing(row))));
        all.sort(Comparator.comparingLong(Numbered::revision));
        boolean complete = all.size() <= PAGE && consentRows.size() < PAGE && sharingRows.size() < PAGE;
        List<Numbered<?>> page = complete ? all : all.subList(0, Math.min(PAGE, all.size()));
        return new ConsentChanges(
                complete ? Math.max(since, upper) : page.getLast().revision(),
                complete,
                only(page, ConsentState.class),
                only(page, SharingState.class));
    }

    private static <T> List<T> only(List<Numbered<?>> page, Class<T> type) {
        return page.stream()
                .map(Numbered::value)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private static ConsentState consent(Row row) {
        OffsetDateTime withdrawn = row.getOffsetDateTime("withdrawn_at");
        Instant granted = row.getOffsetDateTime("granted_at").toInstant();
        return new ConsentState(
                new TenantId(row.getUUID("tenant")),
                row.getInteger("epoch"),
                new Te(row.getLong("te")),
                ConsentState.Phase.valueOf(row.getString("phase")),
                withdrawn == null ? granted : withdrawn.toInstant(),
                granted,
                row.getLong("revision"),
                pause(row));
    }

    private static @Nullable Pause pause(Row row) {
        String reason = row.getString("pause_reason");
        return reason == null
                ? null
                : new Pause(
                        Pause.Reason.valueOf(reason),
                        row.getOffsetDateTime("pause_since").toInstant(),
                        row.getBoolean("pause_hides"));
    }

    private static SharingState sharing(Row row) {
        return new SharingState(
                new TenantId(row.getUUID("tenant")),
                new UserId(row.getUUID("user_id")),
                row.getBoolean("shared"),
                row.getLong("revision"));
    }
}
