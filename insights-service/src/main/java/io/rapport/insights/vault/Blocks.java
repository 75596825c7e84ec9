package io.rapport.insights.vault;

import io.rapport.contracts.ids.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Outside people who asked to be kept out. Only keyed hashes are kept: the list cannot be read, only asked about an
 * address one already has. It outlives consent, because an objection does; so it cannot be under an epoch's key, and who
 * holds the database can test a guess.
 */
@Singleton
public class Blocks {

    private static final String HMAC = "HmacSHA256";
    private static final int SALT_BYTES = 32;

    private final Pool pool;
    private final SecureRandom random = new SecureRandom();

    Blocks(Pool pool) {
        this.pool = pool;
    }

    /** Who is not blocked. Within the writer's transaction, so that a block that is being made counts. */
    Uni<Predicate<Identity>> without(SqlConnection connection, TenantId tenant, Collection<Identity> people) {
        return salt(connection, tenant).flatMap(salt -> {
            if (salt.isEmpty() || people.isEmpty()) {
                return Uni.createFrom().item(person -> true);
            }
            Map<String, Buffer> digests = HashMap.newHashMap(people.size());
            people.forEach(person -> digests.computeIfAbsent(person.address(), address -> buffer(salt.get(), address)));
            return connection
                    .preparedQuery("SELECT digest FROM blocked WHERE tenant = $1 AND digest = ANY($2)")
                    .execute(Tuple.of(tenant.value(), digests.values().toArray(Buffer[]::new)))
                    .map(rows -> {
                        Set<Buffer> blocked = new HashSet<>();
                        rows.forEach(row -> blocked.add(
                                Buffer.buffer(row.getBuffer("digest").getBytes())));
                        return person -> !blocked.contains(digests.get(person.address()));
                    });
        });
    }

    /** Blocks an address; nothing happens if it is. */
    public Uni<Void> add(SqlConnection connection, TenantId tenant, String address, Instant at) {
        byte[] fresh = new byte[SALT_BYTES];
        random.nextBytes(fresh);
        return connection
                .preparedQuery("INSERT INTO block_salt (tenant, salt) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .execute(Tuple.of(tenant.value(), Buffer.buffer(fresh)))
                .flatMap(salted -> salt(connection, tenant))
                .flatMap(salt -> connection
                        .preparedQuery("INSERT INTO blocked (tenant, digest, blocked_at) VALUES ($1, $2, $3)"
                                + " ON CONFLICT DO NOTHING")
                        .execute(Tuple.of(
                                tenant.value(), buffer(salt.orElseThrow(), address), at.atOffset(ZoneOffset.UTC))))
                .replaceWithVoid();
    }

    /** Lifts a block. What was erased does not come back by itself; what is read from now on does. */
    public Uni<Boolean> remove(TenantId tenant, String address) {
        return salt(pool, tenant)
                .flatMap(salt -> salt.isEmpty()
                        ? Uni.createFrom().item(false)
                        : pool.preparedQuery("DELETE FROM blocked WHERE tenant = $1 AND digest = $2")
                                .execute(Tuple.of(tenant.value(), buffer(salt.get(), address)))
                                .map(rows -> rows.rowCount() > 0));
    }

    /** Whether an address is blocked. */
    public Uni<Boolean> holds(TenantId tenant, String address) {
        return salt(pool, tenant)
                .flatMap(salt -> salt.isEmpty()
                        ? Uni.createFrom().item(false)
                        : pool.preparedQuery("SELECT FROM blocked WHERE tenant = $1 AND digest = $2")
                                .execute(Tuple.of(tenant.value(), buffer(salt.get(), address)))
                                .map(rows -> rows.size() > 0));
    }

    /** Empty while nobody of the tenant was ever blocked. */
    private static Uni<Optional<byte[]>> salt(SqlClient client, TenantId tenant) {
        return client.preparedQuery("SELECT salt FROM block_salt WHERE tenant = $1")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getBuffer("salt").getBytes()));
    }

    private static Buffer buffer(byte[] salt, String address) {
        return Buffer.buffer(digest(salt, address));
    }

    /** What stands on the list for an address. */
    public static byte[] digest(byte[] salt, String address) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(salt, HMAC));
            return mac.doFinal(Vault.normal(address).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK lacks HMAC-SHA256", e);
        }
    }
}
