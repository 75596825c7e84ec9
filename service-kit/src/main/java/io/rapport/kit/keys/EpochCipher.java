package io.rapport.kit.keys;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.google.common.hash.Hashing;
import com.google.common.primitives.Bytes;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.subtle.PrfHmacJce;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.spec.SecretKeySpec;

/**
 * An epoch's key at work. Keys are derived from it with HKDF-SHA256: one seals content (AES-256-GCM, random 96-bit nonce
 * in front), the others make pseudonyms, equal within the epoch and meaningless outside: long ones (HMAC-SHA256), and
 * for each kind numbers of 64 bits (SipHash-2-4, made for that length and several times cheaper). Thread-safe.
 */
public final class EpochCipher {

    private static final byte[] SEPARATOR = {0};
    /** zstd's own choice between time and size. A constant, so that the library is loaded by those only who compress. */
    private static final int COMPRESSION_LEVEL = 3;

    private static final int MOST_BYTES = 1 << 28;

    private final Aead content;
    private final PrfHmacJce pseudonyms;
    private final byte[] numberKey;

    /** @param key the epoch's 32 bytes */
    public EpochCipher(byte[] key) {
        try {
            this.content = new AesGcmJce(derive(key, "content"));
            this.pseudonyms = new PrfHmacJce("HMACSHA256", new SecretKeySpec(derive(key, "pseudonym"), "HMAC"));
            this.numberKey = derive(key, "number");
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

    /** Compressed (zstd) before it is sealed, since nothing makes it smaller afterwards. */
    public byte[] sealCompressed(byte[] clear, byte[] associated) {
        return seal(Zstd.compress(clear, COMPRESSION_LEVEL), associated);
    }

    /** @throws GeneralSecurityException as {@link #open}, or if what was sealed is not compressed */
    public byte[] openCompressed(byte[] sealed, byte[] associated) throws GeneralSecurityException {
        byte[] compressed = open(sealed, associated);
        long size = Zstd.getFrameContentSize(compressed);
        if (size < 0 || size > MOST_BYTES) {
            throw new GeneralSecurityException("not compressed, or too large");
        }
        try {
            return Zstd.decompress(compressed, (int) size);
        } catch (ZstdException e) {
            throw new GeneralSecurityException("not compressed", e);
        }
    }

    /**
     * A pseudonym of a value, for look-ups without the value.
     *
     * @param kind keeps pseudonyms of different things apart (a blind index of addresses from one of domains)
     * @param length bytes, 1…32
     */
    public byte[] pseudonym(String kind, String value, int length) {
        try {
            return pseudonyms.compute(text(kind, value.getBytes(StandardCharsets.UTF_8)), length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC failed", e);
        }
    }

    private static byte[] text(String kind, byte[] value) {
        return Bytes.concat(kind.getBytes(StandardCharsets.UTF_8), SEPARATOR, value);
    }

    /** @param kind of what the pseudonyms stand for, as of {@link #pseudonym}, to which they are unrelated */
    public NumberPseudonyms numbers(String kind) {
        try {
            ByteBuffer halves = ByteBuffer.wrap(derive(numberKey, kind));
            return new NumberPseudonyms(Hashing.sipHash24(halves.getLong(), halves.getLong()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF failed", e);
        }
    }
}
