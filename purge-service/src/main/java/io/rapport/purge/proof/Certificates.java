package io.rapport.purge.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The log of certificates: signed once per case and stage, each naming the digest of the one before. */
@Singleton
public class Certificates {

    private static final long ONE_AT_A_TIME = 0xCE27;

    private final Pool pool;
    private final SigningKey key;
    private final ObjectMapper json;

    Certificates(Pool pool, SigningKey key, ObjectMapper json) {
        this.pool = pool;
        this.key = key;
        this.json = json;
    }

    /** Signs and keeps; if the stage was certified before, that certificate stands. */
    public Uni<Void> certify(Statement statement) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("SELECT pg_advisory_xact_lock($1)")
                .execute(Tuple.of(ONE_AT_A_TIME))
                .chain(() -> find(connection, statement.deletionCase(), statement.stage()))
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().voidItem()
                        : last(connection).chain(chain -> append(connection, statement.at(chain)))));
    }

    private static Uni<Statement.Chain> last(SqlConnection connection) {
        return connection
                .query("SELECT position, digest FROM certificate ORDER BY position DESC LIMIT 1")
                .execute()
                .map(rows -> {
                    if (!rows.iterator().hasNext()) {
                        return new Statement.Chain(1, "");
                    }
                    Row last = rows.iterator().next();
                    return new Statement.Chain(last.getLong("position") + 1, last.getString("digest"));
                });
    }

    private Uni<Void> append(SqlConnection connection, Statement statement) {
        String jws = key.sign(write(statement));
        long position = statement.chain() == null ? 0 : statement.chain().position();
        return connection
                .preparedQuery("INSERT INTO certificate VALUES ($1, $2, $3, $4, $5)")
                .execute(Tuple.of(
                        position, statement.deletionCase(), statement.stage().name(), jws, digest(jws)))
                .replaceWithVoid();
    }

    public Uni<Optional<String>> find(String id, Statement.Stage stage) {
        return pool.withConnection(connection -> find(connection, id, stage));
    }

    private static Uni<Optional<String>> find(SqlConnection connection, String id, Statement.Stage stage) {
        return connection
                .preparedQuery("SELECT jws FROM certificate WHERE case_id = $1 AND stage = $2")
                .execute(Tuple.of(id, stage.name()))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(rows.iterator().next().getString("jws"))
                        : Optional.empty());
    }

    private String write(Statement statement) {
        try {
            return json.writeValueAsString(statement);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(String jws) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(jws.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The JDK lacks SHA-256", e);
        }
    }
}
