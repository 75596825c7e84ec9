package io.rapport.ingestion.worker;

import com.google.protobuf.ByteString;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.contracts.ingestion.SealedPart;
import io.rapport.contracts.ingestion.UnitCounts;
import io.rapport.ingestion.batch.Units;
import io.rapport.ingestion.directory.Person;
import io.rapport.ingestion.plan.Window;
import io.rapport.kit.keys.EpochCipher;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Puts a folded unit into sealed parts that fit the broker. */
final class SealedUnits {

    /** Contacts of one part, in bytes; the broker takes a megabyte. */
    private static final int PART_BYTES = 400_000;

    private static final int UNIT_ID_BYTES = 16;

    private SealedUnits() {}

    /** Pseudonymous, the same for every attempt at the unit. */
    static byte[] unitId(EpochCipher cipher, UserId user, Window window) {
        return cipher.pseudonym("unit", user + "|" + window.from(), UNIT_ID_BYTES);
    }

    static List<SealedPart> seal(
            EpochCipher cipher, Units.Claim claim, Person person, UnitCounts counts, List<ContactFold> contacts) {
        Window window = claim.window();
        byte[] unitId = unitId(cipher, claim.user(), window);
        List<List<ContactFold>> groups = groups(contacts);
        List<SealedPart> parts = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            FoldedUnit.Builder part = FoldedUnit.newBuilder()
                    .setMailbox(bytes(claim.user().value()))
                    .setFromDay(Math.toIntExact(window.from().toEpochDay()))
                    .setUntilDay(Math.toIntExact(window.until().toEpochDay()))
                    .setAddress(person.address())
                    .setDisplayName(person.name())
                    .setPeriod(claim.period())
                    .addAllContacts(groups.get(i));
            if (i == 0) {
                part.setCounts(counts);
            }
            byte[] place = place(claim.te(), unitId, claim.revision(), i, groups.size());
            parts.add(SealedPart.newBuilder()
                    .setTe(claim.te().value())
                    .setUnitId(ByteString.copyFrom(unitId))
                    .setRevision(claim.revision())
                    .setPart(i)
                    .setParts(groups.size())
                    .setSealed(ByteString.copyFrom(
                            cipher.sealCompressed(part.build().toByteArray(), place)))
                    .build());
        }
        return parts;
    }

    /** The associated data: a part opened anywhere else, or as another part, fails. */
    static byte[] place(Te te, byte[] unitId, long revision, int part, int parts) {
        return ByteBuffer.allocate(Long.BYTES + unitId.length + Long.BYTES + 2 * Integer.BYTES)
                .putLong(te.value())
                .put(unitId)
                .putLong(revision)
                .putInt(part)
                .putInt(parts)
                .array();
    }

    private static List<List<ContactFold>> groups(List<ContactFold> contacts) {
        List<List<ContactFold>> groups = new ArrayList<>();
        List<ContactFold> group = new ArrayList<>();
        int size = 0;
        for (ContactFold contact : contacts) {
            int bytes = contact.getSerializedSize();
            if (!group.isEmpty() && size + bytes > PART_BYTES) {
                groups.add(group);
                group = new ArrayList<>();
                size = 0;
            }
            group.add(contact);
            size += bytes;
        }
        groups.add(group);
        return groups;
    }

    private static ByteString bytes(UUID id) {
        return ByteString.copyFrom(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }
}
