package io.rapport.contracts.consent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rapport.contracts.audit.Sha256;
import io.rapport.contracts.ids.Te;

/**
 * The answer to {@code GET /internal/keys/{te}}: the key of one epoch. Kept in memory for at most a lease, never
 * logged: {@code toString} hides it.
 *
 * @param key 32 bytes; content and pseudonym keys are derived from it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EpochKey(Te te, byte[] key) {

    /** SHA-256 of a key, in hex: tells which key it was, and nothing of it. */
    public static String fingerprint(byte[] key) {
        return Sha256.hex(key);
    }

    @Override
    public String toString() {
        return "EpochKey[te=" + te + ", key=hidden]";
    }
}
