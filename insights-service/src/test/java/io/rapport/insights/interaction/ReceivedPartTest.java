package io.rapport.insights.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.Facts;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.contracts.ingestion.Meeting;
import io.rapport.contracts.ingestion.SealedPart;
import io.rapport.insights.vault.Vault;
import io.rapport.kit.keys.EpochCipher;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedPartTest {

    private static final Te TE = new Te(77);
    private final Vault vault = new Vault(TE, new EpochCipher(new byte[32]));

    @Test
    void opensWithItsKeyInItsPlace() {
        assertThat(part(sealed(unit("a@b.example"), 3)).open(vault)).contains(unit("a@b.example"));
    }

    @Test
    void doesNotOpenWhenAnythingItIsBoundToWasChanged() {
        SealedPart sealed = sealed(unit("a@b.example"), 3);
        byte[] flipped = sealed.getSealed().toByteArray();
        flipped[flipped.length / 2] ^= 1;

        assertThat(List.of(
                        sealed.toBuilder().setTe(78).build(),
                        sealed.toBuilder().setRevision(4).build(),
                        sealed.toBuilder().setParts(2).build(),
                        sealed.toBuilder()
                                .setUnitId(ByteString.copyFrom(new byte[16]))
                                .build(),
                        sealed.toBuilder()
                                .setSealed(ByteString.copyFrom(flipped))
                                .build()))
                .allSatisfy(other -> assertThat(part(other).open(vault)).isEmpty());
        assertThat(part(sealed).open(new Vault(TE, new EpochCipher(new byte[] {
                    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
                    28, 29, 30, 31, 32
                }))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noRecordWhateverItHoldsIsMoreThanLeftOut(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertThat(ReceivedPart.of(noise).flatMap(part -> part.open(vault)))
                    .as("seed %d, round %d", seed, i)
                    .isEmpty();
        }
    }

    @Test
    void theDigestDoesNotDependOnTheOrderOfContactsButOnEveryOther() {
        UnitToApply one = UnitToApply.of(List.of(unit("a@b.example", "c@d.example")), 1, vault);
        UnitToApply turned = UnitToApply.of(List.of(unit("c@d.example", "a@b.example")), 2, vault);
        UnitToApply inParts = UnitToApply.of(List.of(unit("c@d.example"), unit("a@b.example")), 2, vault);
        UnitToApply other = UnitToApply.of(List.of(unit("a@b.example")), 1, vault);

        assertThat(one.digest()).isEqualTo(turned.digest()).isEqualTo(inParts.digest());
        assertThat(one.digest()).isNotEqualTo(other.digest());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatTheDatabaseSortsByIsWhatTheFactsAddUpTo(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            long last = 3_000_000 + random.nextLong(4_000_000_000L);
            ContactFacts.Builder facts = ContactFacts.newBuilder()
                    .setFirstAt(last - random.nextInt(2_678_400))
                    .setLastAt(last);
            int sent = 0;
            int received = 0;
            int meetings = random.nextInt(4);
            for (int day = 0; day < random.nextInt(30); day++) {
                int ours = random.nextInt(300);
                int theirs = random.nextInt(3);
                facts.addDay(day)
                        .addSent(ours)
                        .addReceived(theirs)
                        .addSentWeight(ours * 65_536L)
                        .addReceivedWeight(theirs * 65_536L)
                        .addAsksByUs(ours)
                        .addAsksByThem(0);
                sent += ours;
                received += theirs;
            }
            for (int meeting = 0; meeting < meetings; meeting++) {
                facts.addMeetings(
                        Meeting.newBuilder().setMeeting(random.nextLong()).setStart(9));
            }

            EdgeRow.Sums sums = EdgeRow.Sums.of(Facts.pack(facts.build()));

            assertThat(sums)
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(new EdgeRow.Sums(sent, received, meetings, sums.lastMinute()));
            assertThat(sums.lastMinute() * 60L - facts.getLastAt()).isBetween(0L, 59L);
        }
    }

    private static ReceivedPart part(SealedPart sealed) {
        return ReceivedPart.of(sealed.toByteArray()).orElseThrow();
    }

    private SealedPart sealed(FoldedUnit unit, long revision) {
        SealedPart open = SealedPart.newBuilder()
                .setTe(TE.value())
                .setUnitId(ByteString.copyFromUtf8("0123456789abcdef"))
                .setRevision(revision)
                .setParts(1)
                .build();
        byte[] sealed = vault.cipher().sealCompressed(unit.toByteArray(), ReceivedPart.associated(open));
        return open.toBuilder().setSealed(ByteString.copyFrom(sealed)).build();
    }

    private static FoldedUnit unit(String... contacts) {
        FoldedUnit.Builder unit = FoldedUnit.newBuilder()
                .setMailbox(ByteString.copyFrom(new byte[16]))
                .setFromDay(20_000)
                .setUntilDay(20_030);
        for (String contact : contacts) {
            unit.addContacts(ContactFold.newBuilder().setAddress(contact));
        }
        return unit.build();
    }
}
