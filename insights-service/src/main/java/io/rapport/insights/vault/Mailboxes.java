package io.rapport.insights.vault;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.UserId;
import io.rapport.insights.epoch.Partition;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The colleagues' side of the vault. */
@Singleton
public class Mailboxes {

    private static final String TABLE = Partition.MAILBOX.parent();

    private final Pool pool;

    Mailboxes(Pool pool) {
        this.pool = pool;
    }

    /**
     * Enters those not yet known and takes over who has another address or name now, in order so that concurrent writers
     * cannot deadlock. Whose sharing has ended is left out of the answer.
     */
    public Uni<Map<Sharer, Integer>> enter(SqlConnection connection, Vault vault, Map<Sharer, Identity> owners) {
        return of(connection, vault, owners.keySet()).flatMap(known -> {
            Map<Sharer, Identity> changed = new HashMap<>(owners);
            known.forEach(mailbox -> changed.remove(mailbox.sharer(), mailbox.identity()));
            // An activity may name a user of whom no unit has come: that tells nothing of the address.
            known.stream()
                    .map(Mailbox::sharer)
                    .filter(sharer -> Identity.UNKNOWN.equals(changed.get(sharer)))
                    .forEach(changed::remove);
            return changed.isEmpty()
                    ? Uni.createFrom().item(numbers(known))
                    : put(connection, vault, changed)
                            .flatMap(put -> of(connection, vault, owners.keySet()))
                            .map(Mailboxes::numbers);
        });
    }

    private static Map<Sharer, Integer> numbers(List<Mailbox> mailboxes) {
        return mailboxes.stream().collect(Collectors.toMap(Mailbox::sharer, Mailbox::id));
    }

    private static Uni<RowSet<Row>> put(SqlConnection connection, Vault vault, Map<Sharer, Identity> owners) {
        SortedMap<Sharer, Identity> ordered = new TreeMap<>(Sharer.ORDER);
        ordered.putAll(owners);
        Buffer[] blinds = ordered.values().stream()
                .map(owner -> Buffer.buffer(vault.blind(owner.address())))
                .toArray(Buffer[]::new);
        Buffer[] sealed = ordered.values().stream()
                .map(owner -> Buffer.buffer(vault.seal(TABLE, vault.blind(owner.address()), owner)))
                .toArray(Buffer[]::new);
        return connection
                .preparedQuery("INSERT INTO mailbox (te, mailbox_id, user_id, period, blind, sealed)"
                        + " SELECT $1, coalesce((SELECT m.mailbox_id FROM mailbox m WHERE m.te = $1"
                        + " AND (m.user_id, m.period) = (i.user_id, i.period)), nextval('"
                        + Partition.mailboxNumbers(vault.te()) + "')), i.*"
                        + " FROM unnest($2::uuid[], $3::bigint[], $4::bytea[], $5::bytea[])"
                        + " AS i (user_id, period, blind, sealed)"
                        + " WHERE NOT EXISTS (SELECT FROM mailbox_fence f WHERE f.te = $1"
                        + " AND f.user_id = i.user_id AND f.before > i.period)"
                        + " ORDER BY user_id, period ON CONFLICT (te, user_id, period) DO UPDATE"
                        + " SET blind = excluded.blind, sealed = excluded.sealed")
                .execute(Tuple.of(
                        vault.te().value(),
                        Sharer.users(ordered.keySet()),
                        Sharer.periods(ordered.keySet()),
                        blinds,
                        sealed));
    }

    /** The users behind these numbers, sharing or not. */
    public Uni<Map<Integer, UserId>> users(Te te, Collection<Integer> numbers) {
        return pool.preparedQuery("SELECT mailbox_id, user_id FROM mailbox WHERE te = $1 AND mailbox_id = ANY($2)")
                .execute(Tuple.of(te.value(), numbers.toArray(Integer[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(
                                row -> row.getInteger("mailbox_id"), row -> new UserId(row.getUUID("user_id")))));
    }

    /** The mailboxes of these, as far as anything of them is stored and their sharing has not ended. */
    public Uni<List<Mailbox>> of(Vault vault, Collection<Sharer> sharers) {
        return of(pool, vault, sharers);
    }

    private static Uni<List<Mailbox>> of(SqlClient client, Vault vault, Collection<Sharer> sharers) {
        return client.preparedQuery("SELECT m.mailbox_id, m.user_id, m.period, m.blind, m.sealed FROM mailbox m"
                        + " JOIN unnest($2::uuid[], $3::bigint[]) AS s (user_id, period) USING (user_id, period)"
                        + " WHERE m.te = $1 AND NOT EXISTS (SELECT FROM mailbox_fence f WHERE f.te = m.te"
                        + " AND f.user_id = m.user_id AND f.before > m.period) ORDER BY m.mailbox_id")
                .execute(Tuple.of(vault.te().value(), Sharer.users(sharers), Sharer.periods(sharers)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> open(vault, row))
                        .toList());
    }

    private static Mailbox open(Vault vault, Row row) {
        return new Mailbox(
                row.getInteger("mailbox_id"),
                new Sharer(new UserId(row.getUUID("user_id")), row.getLong("period")),
                vault.open(
                        TABLE,
                        row.getBuffer("blind").getBytes(),
                        row.getBuffer("sealed").getBytes()));
    }
}
