package io.rapport.contracts.consent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rapport.contracts.ids.Te;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The JDK lacks SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "EpochKey[te=" + te + ", key=hidden]";
    }
}
