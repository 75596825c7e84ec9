package io.rapport.consent.keys;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** Keys wrapped with keys: AES-256-GCM, bound to the place they stand in, as Base64. */
final class Wrapping {

    private Wrapping() {}

    static String wrap(byte[] with, byte[] key, String place) throws IOException {
        try {
            byte[] wrapped = new AesGcmJce(with).encrypt(key, place.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(wrapped);
        } catch (GeneralSecurityException e) {
            throw new IOException("A key cannot be wrapped", e);
        }
    }

    /** @throws IOException if it was wrapped with another key or for another place, or was changed */
    static byte[] unwrap(byte[] with, String wrapped, String place) throws IOException {
        try {
            return new AesGcmJce(with)
                    .decrypt(Base64.getDecoder().decode(wrapped.strip()), place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("A key cannot be unwrapped: another root key, or a damaged ring", e);
        }
    }
}
