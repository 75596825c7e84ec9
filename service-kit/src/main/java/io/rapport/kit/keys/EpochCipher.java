package io.rapport.kit.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Bytes;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.subtle.PrfHmacJce;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.spec.SecretKeySpec;

/**
 * An epoch's key at work. Two keys are derived from it with HKDF-SHA256: one seals content (AES-256-GCM, random
 * 96-bit nonce in front), the other makes pseudonyms (HMAC-SHA256), equal within the epoch and meaningless outside.
 * Thread-safe.
 */
public final class EpochCipher {

    private static final byte[] SEPARATOR = {0};

    private final Aead content;
    private final PrfHmacJce pseudonyms;

    /** @param key the epoch's 32 bytes */
    public EpochCipher(byte[] key) {
        try {
            this.content = new AesGcmJce(derive(key, "content"));
            this.pseudonyms = new PrfHmacJce("HMACSHA256", new SecretKeySpec(derive(key, "pseudonym"), "HMAC"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK lacks AES-GCM or HMAC-SHA256", e);
        }
    }

    private static byte[] derive(byte[] key, String purpose) throws GeneralSecurityException {
        byte[] info = ("rapport/" + purpose).getBytes(StandardCharsets.UTF_8);
        return Hkdf.computeHkdf("HMACSHA256", key, new byte[0], info, 32);
    }

    /** @param associated bound to the text but not part of it: opening with any other fails */
    public byte[] seal(byte[] clear, byte[] associated) {
        try {
            return content.encrypt(clear, associated);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing failed", e);
        }
    }

    /** @throws GeneralSecurityException if sealed with another key, or for another place, or changed */
    public byte[] open(byte[] sealed, byte[] associated) throws GeneralSecurityException {
        return content.decrypt(sealed, associated);
    }

    /**
     * A pseudonym of a value, for look-ups without the value.
     *
     * @param kind keeps pseudonyms of different things apart (a blind index of addresses from one of domains)
     * @param length bytes, 1…32
     */
    public byte[] pseudonym(String kind, String value, int length) {
        return pseudonym(kind, value.getBytes(StandardCharsets.UTF_8), length);
    }

    private byte[] pseudonym(String kind, byte[] value, int length) {
        try {
            byte[] text = Bytes.concat(kind.getBytes(StandardCharsets.UTF_8), SEPARATOR, value);
            return pseudonyms.compute(text, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC failed", e);
        }
    }

    /** The first eight bytes of the pseudonym as a number. */
    public long pseudonym64(String kind, String value) {
        return pseudonym64(kind, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Of a value that is UTF-8 already. */
    public long pseudonym64(String kind, byte[] value) {
        return ByteBuffer.wrap(pseudonym(kind, value, Long.BYTES)).getLong();
    }
}
