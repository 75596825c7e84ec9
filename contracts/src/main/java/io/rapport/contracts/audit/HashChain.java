package io.rapport.contracts.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Ties an entry to the one before it: {@code SHA-256(hash of the entry before ‖ fields joined by line feeds)}. A changed,
 * missing or inserted entry breaks the chain from there on.
 */
public final class HashChain {

    /** What the first entry of a chain is tied to. */
    public static final byte[] START = new byte[0];

    private HashChain() {}

    /** @param fields only the last of them may hold a line feed */
    public static byte[] link(byte[] before, String... fields) {
        MessageDigest digest = Sha256.digest();
        digest.update(before);
        return digest.digest(String.join("\n", fields).getBytes(StandardCharsets.UTF_8));
    }
}
