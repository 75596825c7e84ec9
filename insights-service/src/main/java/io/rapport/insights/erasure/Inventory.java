package io.rapport.insights.erasure;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.AssetCount;
import io.rapport.insights.epoch.Partition;
import io.rapport.kit.keys.EpochKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What this service still holds of an epoch, from PostgreSQL's catalogue and the tables themselves. Anything that bears
 * the te in its name counts, attached or not, known to this code or not.
 */
@Singleton
class Inventory {

    /** What holds rows of all epochs, beside those tables of which each epoch has its own part. */
    static final List<String> TABLES = List.of("pending_part", "mailbox_fence", "removed_number", "epoch");

    private final Pool pool;
    private final EpochKeys keys;

    Inventory(Pool pool, EpochKeys keys) {
        this.pool = pool;
        this.keys = keys;
    }

    Uni<List<AssetCount>> count(Te te) {
        return pool.preparedQuery("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'S', 'v', 'm')"
                        + " AND relname LIKE '%' || $1 || '%'")
                .execute(Tuple.of("te\\_" + te))
                .flatMap(relations -> pool.preparedQuery(
                                "SELECT (SELECT count(*) FROM pending_part WHERE te = $1) AS parts,"
                                        + " (SELECT count(*) FROM mailbox_fence WHERE te = $1)"
                                        + " + (SELECT count(*) FROM removed_number WHERE te = $1) AS removals,"
                                        + " (SELECT count(*) FROM epoch WHERE te = $1) AS epochs")
                        .execute(Tuple.of(te.value()))
                        .map(rows -> assets(te, relations, rows.iterator().next())));
    }

    private List<AssetCount> assets(Te te, Iterable<Row> relations, Row counts) {
        Map<String, Long> byName = new HashMap<>();
        relations.forEach(row -> byName.merge(row.getString("relname"), 1L, Long::sum));
        List<AssetCount> assets = new ArrayList<>();
        Arrays.stream(Partition.values())
                .forEach(table ->
                        assets.add(new AssetCount("insights." + table.parent(), "drop", taken(byName, table.of(te)))));
        assets.add(new AssetCount(
                "insights.numbers",
                "drop",
                taken(byName, Partition.mailboxNumbers(te)) + taken(byName, Partition.contactNumbers(te))));
        assets.add(new AssetCount("insights.other_relations", "drop", byName.size()));
        assets.add(new AssetCount("insights.pending_part", "delete", counts.getLong("parts")));
        assets.add(new AssetCount("insights.removals", "delete", counts.getLong("removals")));
        assets.add(new AssetCount("insights.epoch", "delete", counts.getLong("epochs")));
        assets.add(new AssetCount("insights.cached_key", "delete", keys.holds(te) ? 1 : 0));
        return assets;
    }

    private static long taken(Map<String, Long> byName, String name) {
        Long count = byName.remove(name);
        return count == null ? 0 : count;
    }
}
