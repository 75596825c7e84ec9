package io.rapport.insights.vault;

import io.rapport.contracts.ids.Te;
import io.rapport.kit.keys.EpochCipher;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One epoch's identities under its key. The blind index is equal for equal addresses of the same epoch and tells
 * nothing without the key; the sealed text is bound to its row, so that a row moved elsewhere does not open.
 */
public record Vault(Te te, EpochCipher cipher) {

    /** A name of mail is cut here; addresses are at most 320 characters by standard, hostile ones are cut too. */
    private static final int LONGEST = 512;

    /** For validating what people send. */
    public static final String AN_ADDRESS = "\\s*[^@\\s]+@[^@\\s]+\\s*";

    /** Likewise, where a company will do. */
    public static final String AN_ADDRESS_OR_DOMAIN = "\\s*([^@\\s]+@)?[^@\\s]+\\s*";

    /** The blind index of an address. */
    public byte[] blind(String address) {
        return cipher.pseudonym("address", normal(address), Blind.BYTES);
    }

    /** The blind index of a domain, for look-ups of a whole company. */
    public byte[] domainBlind(String domain) {
        return cipher.pseudonym("domain", normal(domain), Blind.BYTES);
    }

    /** The part after the last at sign; the whole text if there is none. */
    public static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /**
     * Seals an identity for one row.
     *
     * @param row what tells the row from others of the table
     */
    public byte[] seal(String table, byte[] row, Identity identity) {
        Identity cut = new Identity(cut(identity.address()), cut(identity.name()));
        return cipher.seal(cut.bytes(), place(table, row));
    }

    /** @throws IllegalStateException if the row was changed or moved */
    public Identity open(String table, byte[] row, byte[] sealed) {
        try {
            return Identity.of(cipher.open(sealed, place(table, row)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a row of the identity vault does not open", e);
        }
    }

    private byte[] place(String table, byte[] row) {
        return (te + "|" + table + "|" + HexFormat.of().formatHex(row) + "|v1").getBytes(StandardCharsets.UTF_8);
    }

    /** The form in which addresses and domains are compared. */
    public static String normal(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    @Override
    public String toString() {
        return "Vault[" + te + "]";
    }
}
