package io.rapport.ingestion.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.contracts.ingestion.SealedPart;
import io.rapport.contracts.ingestion.UnitCounts;
import io.rapport.ingestion.batch.BatchKind;
import io.rapport.ingestion.batch.Units;
import io.rapport.ingestion.directory.Person;
import io.rapport.ingestion.plan.Window;
import io.rapport.kit.keys.EpochCipher;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SealedUnitsTest {

    private static final Te TE = new Te(77);
    private static final UserId USER = new UserId(new UUID(1, 2));
    private static final Window MARCH = new Window(LocalDate.parse("2026-03-01"), LocalDate.parse("2026-04-01"));
    private static final UnitCounts COUNTS =
            UnitCounts.newBuilder().setMessages(5).build();

    private final EpochCipher cipher = new EpochCipher(new byte[32]);

    @Test
    void aUnitWithoutContactsIsStillOnePartSoThatItReplacesAnOlderOne() throws GeneralSecurityException {
        List<SealedPart> parts = seal(List.of());

        assertThat(parts).hasSize(1);
        FoldedUnit unit = open(parts.getFirst());
        assertThat(unit.getCounts()).isEqualTo(COUNTS);
        assertThat(unit.getAddress()).isEqualTo("me@ours.example");
        assertThat(unit.getMailbox().toByteArray()).endsWith(2).hasSize(16);
        assertThat(unit.getPeriod()).isEqualTo(41);
        assertThat(unit.getFromDay()).isEqualTo((int) MARCH.from().toEpochDay());
    }

    @Test
    void aLargeUnitIsCutIntoPartsThatTheBrokerTakesAndNothingIsLost() throws GeneralSecurityException {
        List<ContactFold> contacts = IntStream.range(0, 20_000)
                .mapToObj(i -> ContactFold.newBuilder()
                        .setAddress("contact" + i + "@a-rather-long-domain-name.example")
                        .build())
                .toList();
        List<SealedPart> parts = seal(contacts);

        assertThat(parts)
                .hasSizeGreaterThan(1)
                .allSatisfy(part -> assertThat(part.getSerializedSize()).isLessThan(500_000));
        List<ContactFold> opened = new ArrayList<>();
        for (SealedPart part : parts) {
            FoldedUnit unit = open(part);
            assertThat(unit.hasCounts()).isEqualTo(part.getPart() == 0);
            opened.addAll(unit.getContactsList());
        }
        assertThat(opened).isEqualTo(contacts);
    }

    @Test
    void aPartOpensNowhereElse() {
        SealedPart part = seal(List.of()).getFirst();
        byte[] unitId = part.getUnitId().toByteArray();
        byte[] sealed = part.getSealed().toByteArray();

        for (byte[] elsewhere : List.of(
                SealedUnits.place(new Te(78), unitId, 3, 0, 1),
                SealedUnits.place(TE, new byte[16], 3, 0, 1),
                SealedUnits.place(TE, unitId, 4, 0, 1),
                SealedUnits.place(TE, unitId, 3, 1, 1),
                SealedUnits.place(TE, unitId, 3, 0, 2))) {
            assertThatThrownBy(() -> cipher.openCompressed(sealed, elsewhere))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    private List<SealedPart> seal(List<ContactFold> contacts) {
        Units.Claim claim = new Units.Claim(TE, 1, MARCH, BatchKind.HISTORY, USER, 41, 3, 1, OptionalLong.empty());
        return SealedUnits.seal(cipher, claim, new Person("me@ours.example", "Me", Set.of()), COUNTS, contacts);
    }

    private FoldedUnit open(SealedPart part) throws GeneralSecurityException {
        try {
            return FoldedUnit.parseFrom(cipher.openCompressed(
                    part.getSealed().toByteArray(),
                    SealedUnits.place(
                            TE, part.getUnitId().toByteArray(), part.getRevision(), part.getPart(), part.getParts())));
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
