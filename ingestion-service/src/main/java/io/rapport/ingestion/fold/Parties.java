package io.rapport.ingestion.fold;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds who is meant by an address as it is spelt in a page, without making anything of it: a mailbox meets the same few
 * hundred spellings over and over. What it remembers is bounded; a mailbox with more forgets and finds out again.
 */
final class Parties {

    static final int MOST = 1 << 16;

    /** Room for a month of a busy mailbox, whose mail names a few thousand people. */
    private static final int ROOM = 1 << 12;

    /** Stretches of pages, at most so many; a newer one takes an older one's place. */
    private static final int WRITTEN = 2 * ROOM;

    private static final int WAYS = 2;

    private final Set<String> owner;
    private final Insiders insiders;
    private final Map<String, Party> byAddress = new HashMap<>(ROOM);
    private final @Nullable Spelling[] written = new Spelling[WRITTEN];
    private Spelling[] table = new Spelling[ROOM];
    private int size;

    Parties(Set<String> owner, Insiders insiders) {
        this.owner = owner;
        this.insiders = insiders;
    }

    /** @param page holds the address and the name as UTF-8 */
    Spelling of(byte[] page, int addressFrom, int addressUntil, int nameFrom, int nameUntil) {
        long fingerprint = Fingerprint.of(page, addressFrom, addressUntil)
                ^ Long.rotateLeft(Fingerprint.of(page, nameFrom, nameUntil), Integer.SIZE);
        int at = (int) fingerprint & table.length - 1;
        for (Spelling met = table[at]; met != null; met = table[at]) {
            if (met.is(fingerprint, page, addressFrom, addressUntil, nameFrom, nameUntil)) {
                return met;
            }
            at = at + 1 & table.length - 1;
        }
        int addressLength = addressUntil - addressFrom;
        byte[] text = new byte[addressLength + nameUntil - nameFrom];
        System.arraycopy(page, addressFrom, text, 0, addressLength);
        System.arraycopy(page, nameFrom, text, addressLength, nameUntil - nameFrom);
        return remember(new Spelling(
                of(new String(text, 0, addressLength, StandardCharsets.UTF_8)), fingerprint, text, addressLength));
    }

    Party of(String spelling) {
        String address = Party.canonical(spelling);
        Party known = byAddress.get(address);
        if (known == null) {
            known = new Party(address, insiders.contain(address), owner.contains(address));
            byAddress.put(address, known);
        }
        return known;
    }

    /** Whom a page names at a place, if it writes them as it has before; none if it is not known. */
    @Nullable
    Spelling writtenAt(byte[] page, int at, int named, int limit) {
        if (named + Fingerprint.PLACE_BYTES > limit) {
            return null;
        }
        int place = place(page, named);
        for (int way = 0; way < WAYS; way++) {
            Spelling met = written[place ^ way];
            if (met != null && met.standsAt(page, at, limit)) {
                return met;
            }
        }
        return null;
    }

    /** @param from of the stretch that stands for this spelling wherever a page repeats it */
    void written(byte[] page, int from, int named, int until, Spelling spelling) {
        if (named + Fingerprint.PLACE_BYTES <= page.length) {
            int place = place(page, named);
            written[place ^ 1] = written[place];
            written[place] = spelling;
            // Whoever has only lost the place to others is written as before.
            if (!spelling.standsAt(page, from, until)) {
                spelling.writtenAs(Arrays.copyOfRange(page, from, until));
            }
        }
    }

    /** Between two messages only: within one, a party must stay the same. */
    void forgetIfTooMany() {
        if (size > MOST || byAddress.size() > MOST) {
            table = new Spelling[ROOM];
            size = 0;
            byAddress.clear();
            Arrays.fill(written, null);
        }
    }

    private Spelling remember(Spelling spelling) {
        if (2 * size >= table.length) {
            Spelling[] old = table;
            table = new Spelling[2 * old.length];
            for (@Nullable Spelling met : old) {
                if (met != null) {
                    put(met);
                }
            }
        }
        put(spelling);
        size++;
        return spelling;
    }

    private void put(Spelling spelling) {
        int at = (int) spelling.fingerprint() & table.length - 1;
        while (table[at] != null) {
            at = at + 1 & table.length - 1;
        }
        table[at] = spelling;
    }

    private static int place(byte[] page, int at) {
        return Fingerprint.place(page, at) & WRITTEN - 1;
    }
}
