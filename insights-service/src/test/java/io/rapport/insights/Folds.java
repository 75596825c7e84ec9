package io.rapport.insights;

import com.google.protobuf.InvalidProtocolBufferException;
import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.Facts;
import io.rapport.contracts.ingestion.Meeting;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Contacts' folds for tests. */
final class Folds {

    private Folds() {}

    /** Mail on one day of the window, between two people each. */
    static ContactFold mail(String address, LocalDate from, LocalDate day, int sent, int received) {
        long noon = day.atTime(12, 0).toEpochSecond(ZoneOffset.UTC);
        return ContactFold.newBuilder()
                .setAddress(address)
                .setDisplayName("Name of " + address)
                .setFacts(Facts.pack(ContactFacts.newBuilder()
                        .addDay((int) (day.toEpochDay() - from.toEpochDay()))
                        .addSent(sent)
                        .addReceived(received)
                        .addSentWeight(sent * 65_536L)
                        .addReceivedWeight(received * 65_536L)
                        .addAsksByUs(0)
                        .addAsksByThem(received)
                        .setFirstAt(noon)
                        .setLastAt(noon)
                        .build()))
                .build();
    }

    /** The same with a meeting of half an hour at nine. */
    static ContactFold withMeeting(ContactFold fold, LocalDate day, long id) {
        return fold.toBuilder()
                .setFacts(Facts.pack(facts(fold).toBuilder()
                        .addMeetings(Meeting.newBuilder()
                                .setMeeting(id)
                                .setStart(day.atTime(9, 0).toEpochSecond(ZoneOffset.UTC))
                                .setMinutes(30)
                                .setByUs(true)
                                .setWeight(65_536))
                        .build()))
                .build();
    }

    private static ContactFacts facts(ContactFold fold) {
        try {
            return Facts.unpack(fold.getFacts());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
