package io.rapport.insights.interaction;

import io.rapport.contracts.audit.Sha256;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.contracts.ingestion.UnitCounts;
import io.rapport.insights.vault.Identity;
import io.rapport.insights.vault.Sharer;
import io.rapport.insights.vault.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * A whole unit, all parts together.
 *
 * @param digest equal for equal content whatever the order of contacts; keyed, so that it tells nothing by itself
 */
record UnitToApply(
        Key key,
        LocalDate until,
        long revision,
        Identity owner,
        UnitCounts counts,
        List<ContactFold> contacts,
        byte[] digest) {

    /** What is replaced: one mailbox × one window. */
    record Key(Sharer sharer, LocalDate from) {
        static final Comparator<Key> ORDER =
                Comparator.comparing(Key::sharer, Sharer.ORDER).thenComparing(Key::from);
    }

    /** @param parts all parts of one revision, by their index */
    static UnitToApply of(List<FoldedUnit> parts, long revision, Vault vault) {
        FoldedUnit unit = parts.getFirst();
        List<ContactFold> contacts = parts.stream()
                .flatMap(part -> part.getContactsList().stream())
                .sorted(Comparator.comparing(ContactFold::getAddress))
                .toList();
        return new UnitToApply(
                new Key(sharer(unit), LocalDate.ofEpochDay(unit.getFromDay())),
                LocalDate.ofEpochDay(unit.getUntilDay()),
                revision,
                new Identity(unit.getAddress(), unit.getDisplayName()),
                unit.getCounts(),
                contacts,
                digest(unit, contacts, vault));
    }

    /** Whose it is. */
    static Sharer sharer(FoldedUnit unit) {
        ByteBuffer mailbox = unit.getMailbox().asReadOnlyByteBuffer();
        return new Sharer(new UserId(new UUID(mailbox.getLong(), mailbox.getLong())), unit.getPeriod());
    }

    /** Of everything, with every length before its bytes, so that no two contents run into one. */
    private static byte[] digest(FoldedUnit unit, List<ContactFold> contacts, Vault vault) {
        MessageDigest hash = Sha256.digest();
        hash.update(unit.toBuilder().clearContacts().build().toByteArray());
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        for (ContactFold contact : contacts) {
            // Not getAddressBytes and the like: they would have the message forget the text, to decode it again.
            byte[] address = contact.getAddress().getBytes(StandardCharsets.UTF_8);
            byte[] name = contact.getDisplayName().getBytes(StandardCharsets.UTF_8);
            for (byte[] bytes : new byte[][] {address, name, contact.getFacts().toByteArray()}) {
                hash.update(length.putInt(0, bytes.length).array());
                hash.update(bytes);
            }
        }
        return vault.cipher().pseudonym("unit", HexFormat.of().formatHex(hash.digest()), 16);
    }
}
