package io.rapport.ingestion.fold;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Someone who stands in headers: what there is to know of an address, found out once. Prints nothing of itself. */
final class Party {

    private static final int LONGEST_ADDRESS = 320;
    private static final String BLANKS = " \t\n\u000B\f\r";

    final String address;
    /** {@code local@domain} without blanks; Exchange's legacy names are not. */
    final boolean usable;
    /** Of the tenant. */
    final boolean inside;
    /** The mailbox's own. */
    final boolean owner;
    /** Number of the last message that had this party among its recipients, and among those in To. */
    int recipientOf;

    int askedIn;

    private @Nullable Boolean machine;
    private @Nullable ContactBuilder contact;

    /** @param address trimmed and lower-cased */
    Party(String address, boolean inside, boolean owner) {
        this.address = address;
        this.usable = usable(address);
        this.inside = inside;
        this.owner = owner;
    }

    static String canonical(String spelling) {
        return spelling.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the address is a machine's. */
    boolean machine() {
        Boolean known = machine;
        if (known == null) {
            known = Automated.machine(address);
            machine = known;
        }
        return known;
    }

    @Nullable
    ContactBuilder contact() {
        return contact;
    }

    ContactBuilder counts(ContactBuilder as) {
        contact = as;
        return as;
    }

    void named(String name) {
        if (contact != null) {
            contact.named(name);
        }
    }

    private static boolean usable(String address) {
        int sign = -1;
        for (int i = 0; i < address.length(); i++) {
            char letter = address.charAt(i);
            if (letter == '@' && sign >= 0 || letter <= ' ' && BLANKS.indexOf(letter) >= 0) {
                return false;
            }
            sign = letter == '@' ? i : sign;
        }
        return sign > 0 && sign < address.length() - 1 && address.length() <= LONGEST_ADDRESS;
    }

    @Override
    public String toString() {
        return "Party[hidden]";
    }
}
