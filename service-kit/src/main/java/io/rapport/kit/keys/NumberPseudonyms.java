package io.rapport.kit.keys;

import com.google.common.hash.HashFunction;
import java.nio.charset.StandardCharsets;

/** Pseudonyms of one kind that are numbers of 64 bits; see {@link EpochCipher#numbers}. Thread-safe. */
public final class NumberPseudonyms {

    private final HashFunction hash;

    NumberPseudonyms(HashFunction hash) {
        this.hash = hash;
    }

    public long of(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    /** Of a value that is UTF-8 already, a stretch of something longer. */
    public long of(byte[] bytes, int from, int until) {
        return hash.hashBytes(bytes, from, until - from).asLong();
    }
}
