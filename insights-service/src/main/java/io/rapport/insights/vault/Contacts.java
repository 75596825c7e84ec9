package io.rapport.insights.vault;

import io.rapport.contracts.ids.TenantId;
import io.rapport.insights.epoch.Epochs;
import io.rapport.insights.epoch.Partition;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The outside people's side of the vault. */
@Singleton
public class Contacts {

    /** In SQL, of a row {@code c}: a contact whom no mailbox knows any more. */
    public static final String UNKNOWN = """
            NOT EXISTS (SELECT FROM edge e WHERE e.te = c.te AND e.contact_id = c.contact_id)
              AND NOT EXISTS (SELECT FROM activity a WHERE a.te = c.te AND a.contact_id = c.contact_id)
              AND NOT EXISTS (SELECT FROM introduction i WHERE i.te = c.te AND i.contact_id = c.contact_id)
              AND NOT EXISTS (SELECT FROM hidden h WHERE h.te = c.te AND h.contact_id = c.contact_id)""";

    private static final String TABLE = Partition.CONTACT.parent();
    /** A colleague is never shown as a contact, even if the tenant's domains have changed since. */
    private static final String OUTSIDE =
            " AND NOT EXISTS (SELECT FROM mailbox m WHERE m.te = c.te AND m.blind = c.blind)";

    /** No contact's number: the database counts from 1. */
    public static final int BLOCKED = 0;

    private static final int SEARCHED_AT_ONCE = 10_000;

    private static final String SELECT = "SELECT contact_id, blind, sealed FROM contact c WHERE c.te = $1";

    private final Pool pool;
    private final Blocks blocks;
    private final Epochs epochs;
    private final ContactMemory memory = new ContactMemory();

    Contacts(Pool pool, Blocks blocks, Epochs epochs) {
        this.pool = pool;
        this.blocks = blocks;
        this.epochs = epochs;
    }

    /**
     * Enters those not yet known, in order of the blind index so that concurrent writers cannot deadlock; a name fills
     * the place of a missing one. After the fence, passed beside others, and once in a transaction.
     *
     * @return everyone's number, in the order of the people; {@link #BLOCKED} for who is blocked, who is not entered
     */
    public Uni<int[]> enter(SqlConnection connection, TenantId tenant, Vault vault, List<Identity> people) {
        return blocks.without(connection, tenant, people)
                .flatMap(allowed -> epochs.timesAlone(connection, tenant)
                        .flatMap(timesAlone -> enter(connection, vault, people, allowed, timesAlone)));
    }

    /** Most stand in unit after unit and are remembered: only of the others is anything made or asked. */
    private Uni<int[]> enter(
            SqlConnection connection,
            Vault vault,
            List<Identity> people,
            Predicate<Identity> allowed,
            long timesAlone) {
        int[] numbers = new int[people.size()];
        Map<String, Identity> others = new HashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            Identity person = people.get(i);
            if (allowed.test(person)) {
                String address = Vault.normal(person.address());
                Optional<KnownContact> known = memory.recall(vault.te(), address, timesAlone);
                if (known.isPresent() && !isToBeNamed(known.get(), person)) {
                    numbers[i] = known.get().number();
                } else {
                    others.merge(address, person, (one, other) -> one.name().isEmpty() ? other : one);
                }
            }
        }
        if (others.isEmpty()) {
            return Uni.createFrom().item(numbers);
        }
        return lookUpOrEnter(connection, vault, others, timesAlone).map(found -> {
            for (int i = 0; i < numbers.length; i++) {
                if (numbers[i] == BLOCKED) {
                    numbers[i] = found.getOrDefault(Vault.normal(people.get(i).address()), BLOCKED);
                }
            }
            return numbers;
        });
    }

    private Uni<Map<String, Integer>> lookUpOrEnter(
            SqlConnection connection, Vault vault, Map<String, Identity> people, long timesAlone) {
        Map<Blind, Identity> byBlind = HashMap.newHashMap(people.size());
        people.forEach((address, person) -> byBlind.put(Blind.of(vault.blind(address)), person));
        return known(connection, vault, byBlind.keySet()).flatMap(known -> {
            keep(vault, byBlind, known, timesAlone);
            SortedMap<Blind, Identity> fresh = fresh(byBlind, known);
            return fresh.isEmpty()
                    ? Uni.createFrom().item(numbers(byBlind, known))
                    : enter(connection, vault, fresh).map(entered -> {
                        onceCommitted(connection, () -> keep(vault, fresh, entered, timesAlone));
                        known.putAll(entered);
                        return numbers(byBlind, known);
                    });
        });
    }

    private void keep(Vault vault, Map<Blind, Identity> people, Map<Blind, KnownContact> known, long timesAlone) {
        known.forEach((blind, contact) -> {
            Identity person = people.get(blind);
            if (person != null) {
                memory.keep(vault.te(), Vault.normal(person.address()), contact, timesAlone);
            }
        });
    }

    private static void onceCommitted(SqlConnection connection, Runnable then) {
        connection.transaction().completion().subscribe().with(done -> then.run(), rolledBack -> {});
    }

    /** Those to be written: sealing is dear, and most people of a unit are known from another. */
    private static SortedMap<Blind, Identity> fresh(Map<Blind, Identity> byBlind, Map<Blind, KnownContact> known) {
        SortedMap<Blind, Identity> fresh = new TreeMap<>(Blind.ORDER);
        byBlind.forEach((blind, person) -> {
            KnownContact there = known.get(blind);
            if (there == null || isToBeNamed(there, person)) {
                fresh.put(blind, person);
            }
        });
        return fresh;
    }

    private static boolean isToBeNamed(KnownContact known, Identity person) {
        return !known.named() && !person.name().isEmpty();
    }

    private static Map<String, Integer> numbers(Map<Blind, Identity> byBlind, Map<Blind, KnownContact> known) {
        Map<String, Integer> numbers = HashMap.newHashMap(byBlind.size());
        byBlind.forEach((blind, person) -> {
            KnownContact there = known.get(blind);
            if (there == null) {
                throw new IllegalStateException("a contact was not entered");
            }
            numbers.put(Vault.normal(person.address()), there.number());
        });
        return numbers;
    }

    private static Uni<Map<Blind, KnownContact>> enter(
            SqlConnection connection, Vault vault, SortedMap<Blind, Identity> fresh) {
        Tuple rows = Tuple.tuple()
                .addLong(vault.te().value())
                .addValue(fresh.keySet().stream().map(Blind::buffer).toArray(Buffer[]::new))
                .addValue(fresh.values().stream()
                        .map(person -> Buffer.buffer(vault.domainBlind(Vault.domainOf(person.address()))))
                        .toArray(Buffer[]::new))
                .addArrayOfBoolean(fresh.values().stream()
                        .map(person -> !person.name().isEmpty())
                        .toArray(Boolean[]::new))
                .addValue(fresh.entrySet().stream()
                        .map(entry ->
                                Buffer.buffer(vault.seal(TABLE, entry.getKey().bytes(), entry.getValue())))
                        .toArray(Buffer[]::new));
        return insertMissing(connection, vault, rows).flatMap(entered -> {
            Set<Blind> thereBefore = new HashSet<>(fresh.keySet());
            thereBefore.removeAll(entered.keySet());
            return thereBefore.isEmpty()
                    ? Uni.createFrom().item(entered)
                    : nameTheNameless(connection, rows)
                            .flatMap(named -> known(connection, vault, thereBefore))
                            .invoke(entered::putAll)
                            .replaceWith(entered);
        });
    }

    private static Uni<Map<Blind, KnownContact>> known(
            SqlConnection connection, Vault vault, Collection<Blind> blinds) {
        return connection
                .preparedQuery("SELECT blind, contact_id, named FROM contact WHERE te = $1 AND blind = ANY($2)")
                .execute(Tuple.of(
                        vault.te().value(), blinds.stream().map(Blind::buffer).toArray(Buffer[]::new)))
                .map(Contacts::byBlind);
    }

    private static Map<Blind, KnownContact> byBlind(RowSet<Row> rows) {
        Map<Blind, KnownContact> known = HashMap.newHashMap(rows.size());
        rows.forEach(row -> known.put(
                Blind.of(row.getBuffer("blind").getBytes()),
                new KnownContact(row.getInteger("contact_id"), row.getBoolean("named"))));
        return known;
    }

    private static Uni<Map<Blind, KnownContact>> insertMissing(SqlConnection connection, Vault vault, Tuple rows) {
        return connection
                .preparedQuery("INSERT INTO contact (te, contact_id, blind, domain_blind, named, sealed)"
                        + " SELECT $1, nextval('" + Partition.contactNumbers(vault.te()) + "'), fresh.* FROM ("
                        + "SELECT * FROM unnest($2::bytea[], $3::bytea[], $4::bool[], $5::bytea[])"
                        + " AS i (blind, domain_blind, named, sealed)"
                        + " ORDER BY blind) AS fresh ON CONFLICT DO NOTHING RETURNING blind, contact_id, named")
                .execute(rows)
                .map(Contacts::byBlind);
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

    /** Everybody of these companies, by what {@link Vault#domainBlind} makes of the domain. */
    public Uni<List<Contact>> byDomainBlind(Vault vault, Collection<Buffer> domains) {
        return pool.preparedQuery(SELECT + " AND c.domain_blind = ANY($2)" + OUTSIDE)
                .execute(Tuple.of(vault.te().value(), domains.toArray(Buffer[]::new)))
                .map(rows -> opened(vault, rows));
    }

    /**
     * The numbers of those whose address or name holds a text, however it is written. Every identity has to be opened
     * for it, a microsecond each.
     */
    public Uni<List<Integer>> search(Vault vault, String text) {
        String wanted = Vault.normal(text);
        return Multi.createBy()
                .repeating()
                .uni(
                        AtomicInteger::new,
                        last -> pool.preparedQuery(
                                        SELECT + " AND c.contact_id > $2" + OUTSIDE + " ORDER BY c.contact_id LIMIT $3")
                                .execute(Tuple.of(vault.te().value(), last.get(), SEARCHED_AT_ONCE))
                                .map(rows -> opened(vault, rows))
                                .invoke(some -> {
                                    if (!some.isEmpty()) {
                                        last.set(some.getLast().number());
                                    }
                                }))
                .whilst(some -> some.size() == SEARCHED_AT_ONCE)
                .onItem()
                .transformToIterable(some -> some.stream()
                        .filter(contact -> Vault.normal(contact.identity().address())
                                        .contains(wanted)
                                || Vault.normal(contact.identity().name()).contains(wanted))
                        .map(Contact::number)
                        .toList())
                .collect()
                .asList();
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
}
