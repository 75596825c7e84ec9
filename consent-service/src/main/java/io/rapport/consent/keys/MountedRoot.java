package io.rapport.consent.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * One root key from a mounted secret for all generations. It cannot be destroyed for one of them alone; there the
 * overwritten file of the ring key does it.
 */
final class MountedRoot implements RootKeys {

    private static final int BYTES = 32;

    private final byte[] key;

    /** @param key 32 bytes, kept elsewhere than the ring */
    MountedRoot(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("The root key must have 32 bytes");
        }
        this.key = key.clone();
    }

    /** @param file 32 bytes in Base64 */
    static MountedRoot of(Path file) throws IOException {
        return new MountedRoot(Base64.getDecoder().decode(Files.readString(file).strip()));
    }

    @Override
    public String wrap(int generation, byte[] ringKey) throws IOException {
        return Wrapping.wrap(key, ringKey, place(generation));
    }

    @Override
    public byte[] unwrap(int generation, String wrapped) throws IOException {
        return Wrapping.unwrap(key, wrapped, place(generation));
    }

    @Override
    public Optional<Instant> destroy(int generation) {
        return Optional.empty();
    }

    @Override
    public void refuseLongMemory(int generation) {
        // An overwritten file is not kept by anyone.
    }

    private static String place(int generation) {
        return "ring-" + generation;
    }
}
