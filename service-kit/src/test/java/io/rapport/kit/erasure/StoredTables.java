package io.rapport.kit.erasure;

import io.vertx.mutiny.sqlclient.Pool;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The tables of a service's database, from PostgreSQL's catalogue. */
public final class StoredTables {

    private StoredTables() {}

    /** All but an epoch's own partitions, and what belongs to no tenant. */
    public static Set<String> of(Pool pool) {
        var rows = pool.query("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
                        + " AND relnamespace = current_schema()::regnamespace AND relname !~ '_te_[0-9a-f]{16}$'"
                        + " AND relname NOT IN ('flyway_schema_history', 'outbox')")
                .execute()
                .await()
                .indefinitely();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString("relname"))
                .collect(Collectors.toSet());
    }
}
