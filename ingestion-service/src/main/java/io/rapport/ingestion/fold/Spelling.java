package io.rapport.ingestion.fold;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An address and a name as headers spell them together, and who is meant; found out once for a unit. Prints nothing of
 * itself.
 */
public final class Spelling {

    final Party party;
    private final long fingerprint;
    /** The address, then the name. */
    private final byte[] text;

    private final int addressLength;
    private byte @Nullable [] written;
    private boolean counted;

    Spelling(Party party, long fingerprint, byte[] text, int addressLength) {
        this.party = party;
        this.fingerprint = fingerprint;
        this.text = text;
        this.addressLength = addressLength;
    }

    long fingerprint() {
        return fingerprint;
    }

    boolean is(long wanted, byte[] page, int addressFrom, int addressUntil, int nameFrom, int nameUntil) {
        return fingerprint == wanted
                && Arrays.equals(text, 0, addressLength, page, addressFrom, addressUntil)
                && Arrays.equals(text, addressLength, text.length, page, nameFrom, nameUntil);
    }

    /** @param stretch what a page wrote, name and address, with whatever belongs to them */
    void writtenAs(byte[] stretch) {
        written = stretch;
    }

    /** Whether a page goes on with what was {@link #writtenAs written} before. */
    boolean standsAt(byte[] page, int at, int limit) {
        byte[] stretch = written;
        return stretch != null && Bytes.standAt(stretch, page, at, limit);
    }

    /** How many bytes were {@link #writtenAs written}. */
    public int length() {
        return written == null ? 0 : written.length;
    }

    /** Tells the contact its name: once, however often it is met. */
    void nameContact() {
        if (!counted && party.contact() != null) {
            counted = true;
            party.named(new String(text, addressLength, text.length - addressLength, StandardCharsets.UTF_8));
        }
    }

    @Override
    public String toString() {
        return "Spelling[hidden]";
    }
}
