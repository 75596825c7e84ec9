package io.rapport.bench;

import com.google.protobuf.ByteString;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.Facts;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.contracts.ingestion.SealedPart;
import io.rapport.contracts.ingestion.UnitCounts;
import io.rapport.kit.keys.EpochCipher;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Folded units of a made-up tenant, always the same for the same numbers: each mailbox has {@value #CONTACTS} contacts a
 * month, four days with each on average; contact 0 is everybody's, the others are drawn so that few are much in demand.
 */
final class FoldedUnits {

    static final int CONTACTS = 474;
    private static final double MORE_DAYS = 0.757;
    private static final int UNIT = 65_536;

    private final int people;

    /** @param people how many contacts the tenant has */
    FoldedUnits(int people) {
        this.people = people;
    }

    interface Day {
        void take(int contact, LocalDate day, int sent, int received, long sentWeight, long receivedWeight);
    }

    static String address(int contact) {
        return "contact" + contact + "@company" + contact % 5_000 + ".example";
    }

    /** Every day of one unit. */
    void days(int mailbox, LocalDate from, int length, Day each) {
        Random random = new Random(mailbox * 1_000_003L + from.toEpochDay());
        BitSet chosen = new BitSet(people);
        chosen.set(0);
        while (chosen.cardinality() < CONTACTS) {
            // Exponentially spread ranks: the first tenth of the people get most of the mail.
            chosen.set((int) (people * Math.pow(random.nextDouble(), 3)));
        }
        for (int contact = chosen.nextSetBit(0); contact >= 0; contact = chosen.nextSetBit(contact + 1)) {
            BitSet days = new BitSet(length);
            do {
                days.set(random.nextInt(length));
            } while (random.nextDouble() < MORE_DAYS && days.cardinality() < length);
            for (int day = days.nextSetBit(0); day >= 0; day = days.nextSetBit(day + 1)) {
                int sent = random.nextInt(2);
                int received = sent == 0 ? 1 : random.nextInt(2);
                int share = UNIT / (1 + random.nextInt(3));
                each.take(contact, from.plusDays(day), sent, received, (long) sent * share, (long) received * share);
            }
        }
    }

    FoldedUnit unit(UUID user, int mailbox, LocalDate from, int length) {
        FoldedUnit.Builder unit = FoldedUnit.newBuilder()
                .setMailbox(ByteString.copyFrom(ByteBuffer.allocate(16)
                        .putLong(user.getMostSignificantBits())
                        .putLong(user.getLeastSignificantBits())
                        .array()))
                .setFromDay((int) from.toEpochDay())
                .setUntilDay((int) from.toEpochDay() + length)
                .setAddress("person" + mailbox + "@contoso-mail.example")
                .setDisplayName("Person " + mailbox)
                .setCounts(UnitCounts.newBuilder().setMessages(2_000).setInteractions(2_000));
        SortedMap<Integer, ContactFacts.Builder> contacts = new TreeMap<>();
        days(mailbox, from, length, (contact, day, sent, received, sentWeight, receivedWeight) -> {
            long noon = day.atTime(12, 0).toEpochSecond(ZoneOffset.UTC);
            contacts.computeIfAbsent(contact, first -> ContactFacts.newBuilder().setFirstAt(noon))
                    .setLastAt(noon)
                    .addDay((int) (day.toEpochDay() - from.toEpochDay()))
                    .addSent(sent)
                    .addReceived(received)
                    .addSentWeight(sentWeight)
                    .addReceivedWeight(receivedWeight)
                    .addAsksByUs(sent)
                    .addAsksByThem(received);
        });
        contacts.forEach((contact, facts) -> unit.addContacts(ContactFold.newBuilder()
                .setAddress(address(contact))
                .setDisplayName("Contact " + contact)
                .setFacts(Facts.pack(facts.build()))));
        return unit.build();
    }

    static SealedPart seal(Te te, EpochCipher cipher, long revision, FoldedUnit unit) {
        byte[] id = cipher.pseudonym(
                "unit", HexFormat.of().formatHex(unit.getMailbox().toByteArray()) + "|" + unit.getFromDay(), 16);
        byte[] associated = ByteBuffer.allocate(40)
                .putLong(te.value())
                .put(id)
                .putLong(revision)
                .putInt(0)
                .putInt(1)
                .array();
        return SealedPart.newBuilder()
                .setTe(te.value())
                .setUnitId(ByteString.copyFrom(id))
                .setRevision(revision)
                .setPart(0)
                .setParts(1)
                .setSealed(ByteString.copyFrom(cipher.sealCompressed(unit.toByteArray(), associated)))
                .build();
    }
}
