package io.rapport.insights.vault;

import io.rapport.insights.epoch.Partition;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The outside people's side of the vault. */
@Singleton
public class Contacts {

    private static final String TABLE = Partition.CONTACT.parent();
    /** A colleague is never shown as a contact, even if the tenant's domains have changed since. */
    private static final String OUTSIDE =
            " AND NOT EXISTS (SELECT FROM mailbox m WHERE m.te = c.te AND m.blind = c.blind)";

    private static final String SELECT = "SELECT contact_id, blind, sealed FROM contact c WHERE c.te = $1";

    private final Pool pool;

    Contacts(Pool pool) {
        this.pool = pool;
    }

    /**
     * Enters those not yet known, in order of the blind index so that concurrent writers cannot deadlock; a name fills
     * the place of a missing one.
     *
     * @return number by {@link Vault#normal normal} address
     */
    public Uni<Map<String, Integer>> enter(SqlConnection connection, Vault vault, Collection<Identity> people) {
        SortedMap<Buffer, Identity> byBlind = new TreeMap<>(Contacts::compare);
        people.forEach(person -> byBlind.merge(
                Buffer.buffer(vault.blind(person.address())),
                person,
                (known, other) -> known.name().isEmpty() ? other : known));
        Buffer[] blinds = byBlind.keySet().toArray(Buffer[]::new);
        Tuple rows = Tuple.tuple()
                .addLong(vault.te().value())
                .addValue(blinds)
                .addValue(byBlind.values().stream()
                        .map(person -> Buffer.buffer(vault.domainBlind(Vault.domainOf(person.address()))))
                        .toArray(Buffer[]::new))
                .addArrayOfBoolean(byBlind.values().stream()
                        .map(person -> !person.name().isEmpty())
                        .toArray(Boolean[]::new))
                .addValue(byBlind.entrySet().stream()
                        .map(entry ->
                                Buffer.buffer(vault.seal(TABLE, entry.getKey().getBytes(), entry.getValue())))
                        .toArray(Buffer[]::new));
        return insertMissing(connection, vault, rows)
                .flatMap(inserted -> nameTheNameless(connection, rows))
                .flatMap(named -> connection
                        .preparedQuery("SELECT blind, contact_id FROM contact WHERE te = $1 AND blind = ANY($2)")
                        .execute(Tuple.of(vault.te().value(), blinds)))
                .map(found -> {
                    Map<Buffer, Integer> ids = HashMap.newHashMap(blinds.length);
                    found.forEach(row ->
                            ids.put(Buffer.buffer(row.getBuffer("blind").getBytes()), row.getInteger("contact_id")));
                    Map<String, Integer> numbers = HashMap.newHashMap(blinds.length);
                    byBlind.forEach((blind, person) -> {
                        Integer number = ids.get(blind);
                        if (number != null) {
                            numbers.put(Vault.normal(person.address()), number);
                        }
                    });
                    return numbers;
                });
    }

    private static Uni<RowSet<Row>> insertMissing(SqlConnection connection, Vault vault, Tuple rows) {
        return connection
                .preparedQuery("INSERT INTO contact (te, contact_id, blind, domain_blind, named, sealed)"
                        + " SELECT $1, nextval('" + Partition.contactNumbers(vault.te()) + "'), fresh.* FROM ("
                        + "SELECT * FROM unnest($2::bytea[], $3::bytea[], $4::bool[], $5::bytea[])"
                        + " AS i (blind, domain_blind, named, sealed)"
                        + " WHERE NOT EXISTS (SELECT FROM contact c WHERE c.te = $1 AND c.blind = i.blind)"
                        + " ORDER BY blind) AS fresh ON CONFLICT DO NOTHING")
                .execute(rows);
    }

    private static Uni<RowSet<Row>> nameTheNameless(SqlConnection connection, Tuple rows) {
        return connection
                .preparedQuery("UPDATE contact c SET named = true, sealed = i.sealed"
                        + " FROM unnest($2::bytea[], $3::bytea[], $4::bool[], $5::bytea[])"
                        + " AS i (blind, domain_blind, named, sealed)"
                        + " WHERE c.te = $1 AND c.blind = i.blind AND i.named AND NOT c.named")
                .execute(rows);
    }

    /** @param id as in a URL; empty if there is no such contact */
    public Uni<Optional<Contact>> byId(Vault vault, String id) {
        return Contact.blind(id)
                .map(blind -> pool.preparedQuery(SELECT + " AND c.blind = $2" + OUTSIDE)
                        .execute(Tuple.of(vault.te().value(), Buffer.buffer(blind)))
                        .map(rows -> opened(vault, rows).stream().findFirst()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** The contacts of these numbers, in no order. */
    public Uni<List<Contact>> byNumber(Vault vault, Collection<Integer> numbers) {
        return pool.preparedQuery(SELECT + " AND c.contact_id = ANY($2)" + OUTSIDE)
                .execute(Tuple.of(vault.te().value(), numbers.toArray(Integer[]::new)))
                .map(rows -> opened(vault, rows));
    }

    /** Whoever of these addresses and domains is known. */
    public Uni<List<Contact>> byAddressOrDomain(Vault vault, Collection<String> addresses, Collection<String> domains) {
        return pool.preparedQuery(SELECT + " AND (c.blind = ANY($2) OR c.domain_blind = ANY($3))" + OUTSIDE)
                .execute(Tuple.of(
                        vault.te().value(),
                        addresses.stream()
                                .map(address -> Buffer.buffer(vault.blind(address)))
                                .toArray(Buffer[]::new),
                        domains.stream()
                                .map(domain -> Buffer.buffer(vault.domainBlind(domain)))
                                .toArray(Buffer[]::new)))
                .map(rows -> opened(vault, rows));
    }

    private static List<Contact> opened(Vault vault, RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> {
                    byte[] blind = row.getBuffer("blind").getBytes();
                    return new Contact(
                            row.getInteger("contact_id"),
                            Contact.id(blind),
                            vault.open(TABLE, blind, row.getBuffer("sealed").getBytes()));
                })
                .toList();
    }

    private static int compare(Buffer a, Buffer b) {
        return Arrays.compareUnsigned(a.getBytes(), b.getBytes());
    }
}
