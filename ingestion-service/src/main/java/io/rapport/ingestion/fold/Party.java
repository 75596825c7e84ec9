package io.rapport.ingestion.fold;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Someone who stands in headers: what there is to know of an address, found out once. Prints nothing of itself. */
final class Party {

    private static final int LONGEST_ADDRESS = 320;
    private static final Pattern USABLE = Pattern.compile("[^\\s@]+@[^\\s@]+");

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
    private long nameSeen;

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

    /** Takes note of a name, if this party is a contact; most often it is the one that was seen before. */
    void named(byte[] page, int from, int until) {
        if (contact == null || from == until) {
            return;
        }
        long name = Fingerprint.of(page, from, until);
        if (name != nameSeen) {
            nameSeen = name;
            named(new String(page, from, until - from, StandardCharsets.UTF_8));
        }
    }

    void named(String name) {
        if (contact != null) {
            contact.named(name);
        }
    }

    private static boolean usable(String address) {
        return address.length() <= LONGEST_ADDRESS && USABLE.matcher(address).matches();
    }

    @Override
    public String toString() {
        return "Party[hidden]";
    }
}
