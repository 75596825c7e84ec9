package io.rapport.consent.keys;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** What wraps the ring key of each generation, outside the ring's folder. Calls may block on a network. */
public interface RootKeys {

    /** @return the wrapped ring key, as one line of text */
    String wrap(int generation, byte[] ringKey) throws IOException;

    /** @throws IOException if it cannot be unwrapped, now or ever */
    byte[] unwrap(int generation, String wrapped) throws IOException;

    /**
     * Destroys what a generation was wrapped with, if the root keeps a key for each, and makes sure that it unwraps
     * nothing any more. Idempotent.
     *
     * @return from when on nobody can bring it back; empty if that is so at once
     * @throws IOException if it is not destroyed
     */
    Optional<Instant> destroy(int generation) throws IOException;

    /** @throws IllegalStateException if destroyed keys could be brought back for too long; then nothing may start */
    void refuseLongMemory(int generation) throws IOException;
}
