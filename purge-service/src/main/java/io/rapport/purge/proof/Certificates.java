package io.rapport.purge.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.contracts.audit.Sha256;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jose4j.lang.JoseException;

/** The log of certificates: signed once per case and stage, each naming the digest of the one before. */
@Singleton
public class Certificates {

    /** Held until the transaction ends. */
    private static final String LOCK = "SELECT CAST(pg_advisory_xact_lock(" + 0xCE27 + ") AS text)";

    private static final String LAST = "SELECT position, digest FROM certificate ORDER BY position DESC LIMIT 1";

    private final Pool pool;
    private final CertificateKeys keys;
    private final ObjectMapper json;

    Certificates(Pool pool, CertificateKeys keys, ObjectMapper json) {
        this.pool = pool;
        this.keys = keys;
        this.json = json;
    }

    /** Signs and keeps, within the session's transaction. One waits for the other, so that the log has one order. */
    public Uni<Void> certify(Mutiny.Session session, Statement statement) {
        return session.createNativeQuery(LOCK, String.class)
                .getSingleResult()
                .chain(() -> session.createNativeQuery(LAST, Object[].class).getResultList())
                .map(last -> last.isEmpty()
                        ? new Statement.Chain(1, "")
                        : new Statement.Chain(
                                ((Number) last.getFirst()[0]).longValue() + 1, (String) last.getFirst()[1]))
                .chain(chain -> append(session, statement.at(chain), chain.position()));
    }

    private Uni<Void> append(Mutiny.Session session, Statement statement, long position) {
        String jws = keys.sign(write(statement));
        return session.createNativeQuery("INSERT INTO certificate VALUES (:position, :case, :stage, :jws, :digest)")
                .setParameter("position", position)
                .setParameter("case", statement.deletionCase())
                .setParameter("stage", statement.stage().name())
                .setParameter("jws", jws)
                .setParameter("digest", Sha256.hex(jws))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The certificate of a stage, if it was verified. */
    public Uni<Optional<String>> find(String id, Statement.Stage stage) {
        return pool.preparedQuery("SELECT jws FROM certificate WHERE case_id = $1 AND stage = $2")
                .execute(Tuple.of(id, stage.name()))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(rows.iterator().next().getString("jws"))
                        : Optional.empty());
    }

    /**
     * Whether the log is as it was written.
     *
     * @param whole whether every certificate still holds and names the digest of the one before
     * @param head the digest of the last: whoever kept an earlier one can find it in the chain
     */
    public record LogCheck(boolean whole, long entries, String head) {}

    /** Goes through the whole log. */
    Uni<LogCheck> check() {
        return pool.query("SELECT position, jws, digest FROM certificate ORDER BY position")
                .execute()
                .map(rows -> {
                    boolean whole = true;
                    long position = 0;
                    String previous = "";
                    for (Row row : rows) {
                        position++;
                        String jws = row.getString("jws");
                        String digest = Sha256.hex(jws);
                        whole &= row.getLong("position") == position
                                && digest.equals(row.getString("digest"))
                                && holds(jws, position, previous);
                        previous = digest;
                    }
                    return new LogCheck(whole, position, previous);
                });
    }

    private boolean holds(String jws, long position, String previous) {
        try {
            Statement.Chain chain =
                    json.readValue(keys.verify(jws), Statement.class).chain();
            return chain != null
                    && chain.position() == position
                    && chain.previous().equals(previous);
        } catch (JsonProcessingException | JoseException e) {
            return false;
        }
    }

    /** A certificate of ours as it is shown to people. */
    public Uni<String> page(String jws, String nonce) {
        try {
            Statement statement = json.readValue(keys.verify(jws), Statement.class);
            return new CertificatePage(statement, jws, nonce).createUni();
        } catch (JsonProcessingException | JoseException e) {
            throw new IllegalStateException("A certificate of ours does not hold", e);
        }
    }

    private String write(Statement statement) {
        try {
            return json.writeValueAsString(statement);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
