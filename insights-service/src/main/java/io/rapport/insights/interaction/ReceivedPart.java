package io.rapport.insights.interaction;

import com.google.protobuf.InvalidProtocolBufferException;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.contracts.ingestion.SealedPart;
import io.rapport.insights.vault.Vault;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** A record of the topic, checked as far as it can be without the key. */
record ReceivedPart(Te te, SealedPart part) {

    private static final int MOST_PARTS = 10_000;
    /** In the year 2999: any later day is a mistake, and far from what a date can hold. */
    private static final int LAST_DAY = 375_000;

    /** Empty if it is no sealed part. */
    static Optional<ReceivedPart> of(byte[] record) {
        try {
            SealedPart part = SealedPart.parseFrom(record);
            boolean sound = part.getTe() > 0
                    && part.getUnitId().size() == 16
                    && part.getRevision() >= 0
                    && part.getParts() > 0
                    && part.getParts() <= MOST_PARTS
                    && part.getPart() >= 0
                    && part.getPart() < part.getParts();
            return sound ? Optional.of(new ReceivedPart(new Te(part.getTe()), part)) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    /** Empty if it was sealed with another key or for another place, or holds no unit. */
    Optional<FoldedUnit> open(Vault vault) {
        try {
            byte[] clear = vault.cipher().openCompressed(part.getSealed().toByteArray(), associated(part));
            FoldedUnit unit = FoldedUnit.parseFrom(clear);
            boolean sound = unit.getMailbox().size() == 16
                    && unit.getFromDay() >= 0
                    && unit.getFromDay() < unit.getUntilDay()
                    && unit.getUntilDay() <= LAST_DAY;
            return sound ? Optional.of(unit) : Optional.empty();
        } catch (GeneralSecurityException | InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    /** What the text is bound to: te, unit, revision, part and parts, big-endian. */
    static byte[] associated(SealedPart part) {
        return ByteBuffer.allocate(Long.BYTES + part.getUnitId().size() + Long.BYTES + 2 * Integer.BYTES)
                .putLong(part.getTe())
                .put(part.getUnitId().asReadOnlyByteBuffer())
                .putLong(part.getRevision())
                .putInt(part.getPart())
                .putInt(part.getParts())
                .array();
    }
}
