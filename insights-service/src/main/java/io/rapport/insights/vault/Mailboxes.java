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
import java.util.TreeMap;
import java.util.UUID;
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
     * Enters those not yet known and takes over who has another address or name now, in order of the user id so that
     * concurrent writers cannot deadlock.
     */
    public Uni<Map<UserId, Integer>> enter(SqlConnection connection, Vault vault, Map<UserId, Identity> owners) {
        return of(connection, vault, owners.keySet()).flatMap(known -> {
            Map<UserId, Identity> changed = new HashMap<>(owners);
            known.forEach(mailbox -> changed.remove(mailbox.user(), mailbox.identity()));
            // An activity may name a user of whom no unit has come: that tells nothing of the address.
            known.stream()
                    .filter(mailbox -> Identity.UNKNOWN.equals(changed.get(mailbox.user())))
                    .forEach(mailbox -> changed.remove(mailbox.user()));
            return changed.isEmpty()
                    ? Uni.createFrom().item(numbers(known))
                    : put(connection, vault, changed)
                            .flatMap(put -> of(connection, vault, owners.keySet()))
                            .map(Mailboxes::numbers);
        });
    }

    private static Map<UserId, Integer> numbers(List<Mailbox> mailboxes) {
        return mailboxes.stream().collect(Collectors.toMap(Mailbox::user, Mailbox::id));
    }

    private static Uni<RowSet<Row>> put(SqlConnection connection, Vault vault, Map<UserId, Identity> owners) {
        Map<UUID, Identity> ordered = new TreeMap<>();
        owners.forEach((user, identity) -> ordered.put(user.value(), identity));
        Buffer[] blinds = ordered.values().stream()
                .map(owner -> Buffer.buffer(vault.blind(owner.address())))
                .toArray(Buffer[]::new);
        Buffer[] sealed = ordered.values().stream()
                .map(owner -> Buffer.buffer(vault.seal(TABLE, vault.blind(owner.address()), owner)))
                .toArray(Buffer[]::new);
        return connection
                .preparedQuery("INSERT INTO mailbox (te, mailbox_id, user_id, blind, sealed)"
                        + " SELECT $1, coalesce((SELECT m.mailbox_id FROM mailbox m WHERE m.te = $1"
                        + " AND m.user_id = i.user_id), nextval('" + Partition.mailboxNumbers(vault.te()) + "')), i.*"
                        + " FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS i (user_id, blind, sealed)"
                        + " ORDER BY user_id ON CONFLICT (te, user_id) DO UPDATE"
                        + " SET blind = excluded.blind, sealed = excluded.sealed")
                .execute(Tuple.of(vault.te().value(), ordered.keySet().toArray(UUID[]::new), blinds, sealed));
    }

    /** The users behind these numbers, sharing or not. */
    public Uni<Map<Integer, UserId>> users(Te te, Collection<Integer> numbers) {
        return pool.preparedQuery("SELECT mailbox_id, user_id FROM mailbox WHERE te = $1 AND mailbox_id = ANY($2)")
                .execute(Tuple.of(te.value(), numbers.toArray(Integer[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(
                                row -> row.getInteger("mailbox_id"), row -> new UserId(row.getUUID("user_id")))));
    }

    /** The mailboxes of these users, as far as anything of them is stored. */
    public Uni<List<Mailbox>> of(Vault vault, Collection<UserId> users) {
        return of(pool, vault, users);
    }

    private static Uni<List<Mailbox>> of(SqlClient client, Vault vault, Collection<UserId> users) {
        return client.preparedQuery("SELECT mailbox_id, user_id, blind, sealed FROM mailbox"
                        + " WHERE te = $1 AND user_id = ANY($2) ORDER BY mailbox_id")
                .execute(Tuple.of(
                        vault.te().value(), users.stream().map(UserId::value).toArray(UUID[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> open(vault, row))
                        .toList());
    }

    private static Mailbox open(Vault vault, Row row) {
        return new Mailbox(
                row.getInteger("mailbox_id"),
                new UserId(row.getUUID("user_id")),
                vault.open(
                        TABLE,
                        row.getBuffer("blind").getBytes(),
                        row.getBuffer("sealed").getBytes()));
    }
}
