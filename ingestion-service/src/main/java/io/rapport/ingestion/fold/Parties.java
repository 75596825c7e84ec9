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

    private final Set<String> owner;
    private final Insiders insiders;
    private final Map<String, Party> byAddress = new HashMap<>();
    private Spelling[] table = new Spelling[1 << 10];
    private int size;

    Parties(Set<String> owner, Insiders insiders) {
        this.owner = owner;
        this.insiders = insiders;
    }

    private record Spelling(long fingerprint, byte[] text, Party party) {

        boolean is(long wanted, byte[] page, int from, int until) {
            return fingerprint == wanted && Arrays.equals(text, 0, text.length, page, from, until);
        }
    }

    /** @param page holds the address as UTF-8 */
    Party of(byte[] page, int from, int until) {
        long fingerprint = Fingerprint.of(page, from, until);
        int at = (int) fingerprint & table.length - 1;
        for (Spelling met = table[at]; met != null; met = table[at]) {
            if (met.is(fingerprint, page, from, until)) {
                return met.party;
            }
            at = at + 1 & table.length - 1;
        }
        return remember(fingerprint, Arrays.copyOfRange(page, from, until));
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

    /** Between two messages only: within one, a party must stay the same. */
    void forgetIfTooMany() {
        if (size > MOST || byAddress.size() > MOST) {
            table = new Spelling[1 << 10];
            size = 0;
            byAddress.clear();
        }
    }

    private Party remember(long fingerprint, byte[] text) {
        if (2 * size >= table.length) {
            Spelling[] old = table;
            table = new Spelling[2 * old.length];
            for (@Nullable Spelling spelling : old) {
                if (spelling != null) {
                    put(spelling);
                }
            }
        }
        Spelling spelling = new Spelling(fingerprint, text, of(new String(text, StandardCharsets.UTF_8)));
        put(spelling);
        size++;
        return spelling.party;
    }

    private void put(Spelling spelling) {
        int at = (int) spelling.fingerprint & table.length - 1;
        while (table[at] != null) {
            at = at + 1 & table.length - 1;
        }
        table[at] = spelling;
    }
}
