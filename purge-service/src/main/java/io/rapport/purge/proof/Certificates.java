package io.rapport.purge.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.contracts.ids.Te;
import io.rapport.purge.proof.Certificate.Chain;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** The log of certificates: signed once per case and stage, each naming the digest of the one before. */
@Singleton
public class Certificates {

    private final SigningKey key;
    private final ObjectMapper json;

    Certificates(SigningKey key, ObjectMapper json) {
        this.key = key;
        this.json = json;
    }

    /**
     * Signs and keeps within the session's transaction, so that a case is never verified without its certificate nor
     * certified without being verified.
     */
    public Uni<Void> certify(Mutiny.Session session, Statement statement) {
        return session.createNativeQuery("LOCK TABLE certificate IN EXCLUSIVE MODE")
                .executeUpdate()
                .chain(() -> end(session))
                .flatMap(chain -> append(session, new Certificate(statement, chain)));
    }

    private static Uni<Chain> end(Mutiny.Session session) {
        return session.createNativeQuery(
                        "SELECT position, jws FROM certificate ORDER BY position DESC LIMIT 1", Object[].class)
                .getResultList()
                .map((List<Object[]> last) -> last.isEmpty()
                        ? Chain.FIRST
                        : Chain.after(((Number) last.getFirst()[0]).longValue(), (String) last.getFirst()[1]));
    }

    private Uni<Void> append(Mutiny.Session session, Certificate certificate) {
        String jws = key.sign(write(certificate));
        return session.createNativeQuery("INSERT INTO certificate (position, te, stage, jws, digest)"
                        + " VALUES (:position, :te, :stage, :jws, :digest)")
                .setParameter("position", certificate.chain().position())
                .setParameter("te", certificate.statement().te().value())
                .setParameter("stage", certificate.statement().stage().name())
                .setParameter("jws", jws)
                .setParameter("digest", Certificate.digest(jws))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The compact JWS, if the stage is certified. */
    public Uni<Optional<String>> find(Mutiny.Session session, Te te, Statement.Stage stage) {
        return session.createNativeQuery(
                        "SELECT jws FROM certificate WHERE te = :te AND stage = :stage", String.class)
                .setParameter("te", te.value())
                .setParameter("stage", stage.name())
                .getResultList()
                .map(found -> found.stream().findFirst());
    }

    private String write(Certificate certificate) {
        try {
            return json.writeValueAsString(certificate);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
