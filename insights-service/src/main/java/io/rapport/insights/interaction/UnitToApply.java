package io.rapport.insights.interaction;

import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.insights.vault.Identity;
import io.rapport.insights.vault.Vault;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
record UnitToApply(Key key, LocalDate until, long revision, Identity owner, FoldedUnit content, byte[] digest) {

    /** What is replaced: one mailbox × one window. */
    record Key(UserId user, LocalDate from) {
        static final Comparator<Key> ORDER =
                Comparator.comparing((Key key) -> key.user().value()).thenComparing(Key::from);
    }

    /** @param parts all parts of one revision, by their index */
    static UnitToApply of(List<FoldedUnit> parts, long revision, Vault vault) {
        FoldedUnit.Builder whole = parts.getFirst().toBuilder();
        parts.subList(1, parts.size()).forEach(part -> whole.addAllContacts(part.getContactsList()));
        List<ContactFold> ordered = whole.getContactsList().stream()
                .sorted(Comparator.comparing(ContactFold::getAddress))
                .toList();
        FoldedUnit unit = whole.clearContacts().addAllContacts(ordered).build();
        ByteBuffer mailbox = unit.getMailbox().asReadOnlyByteBuffer();
        UserId user = new UserId(new UUID(mailbox.getLong(), mailbox.getLong()));
        return new UnitToApply(
                new Key(user, LocalDate.ofEpochDay(unit.getFromDay())),
                LocalDate.ofEpochDay(unit.getUntilDay()),
                revision,
                new Identity(unit.getAddress(), unit.getDisplayName()),
                unit,
                digest(unit, vault));
    }

    private static byte[] digest(FoldedUnit unit, Vault vault) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(unit.toByteArray());
            return vault.cipher().pseudonym("unit", HexFormat.of().formatHex(hash), 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The JDK lacks SHA-256", e);
        }
    }
}
