package io.rapport.consent.keys;

import io.rapport.contracts.ids.Te;
import java.time.Instant;
import java.util.Optional;

/** Custody of the epoch keys. Calls block on disk or a key vault: never on an event loop. */
public interface KeyRing {

    /** Makes and keeps a new key for an epoch; durable when it returns. Keeps the key that is there, if one is. */
    void create(Te te);

    /** @return the key, or empty if it was destroyed or never made */
    Optional<byte[]> find(Te te);

    /**
     * How much there is that could give the key back: itself, if it can be unwrapped, and whatever is left of former rings,
     * as after somebody has restored a folder. What a deletion must find to be none.
     */
    int copies(Te te);

    /**
     * Destroys the key such that no older copy of the ring brings it back. Idempotent.
     *
     * @return from when on not even the key vault can bring it back; empty if that is so at once
     */
    Optional<Instant> shred(Te te);
}
