package io.rapport.consent.sharing;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Numbers changes so that revisions become visible in their order: whoever takes one holds a lock until the commit. A
 * reader who has seen revision n has therefore seen all below n, and may ask for "since n".
 */
@Singleton
public class Revisions {

    /** The advisory lock that whoever takes a revision, or must not meet one half taken, holds until the commit. */
    public static final long ORDER = 6565;

    private static final String LOCK = "SELECT CAST(pg_advisory_xact_lock(" + ORDER + ") AS text)";

    /** Holds the order until the transaction ends. */
    public Uni<Void> lock(Mutiny.Session session) {
        return session.createNativeQuery(LOCK, String.class).getSingleResult().replaceWithVoid();
    }

    public Uni<Long> next(Mutiny.Session session) {
        return lock(session)
                .chain(() -> session.createNativeQuery("SELECT nextval('revision')", Long.class)
                        .getSingleResult());
    }
}
