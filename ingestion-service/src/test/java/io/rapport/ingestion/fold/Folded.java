package io.rapport.ingestion.fold;

import com.google.protobuf.InvalidProtocolBufferException;
import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.Facts;

/** What a fold has found, as a reader of the topic sees it. */
public final class Folded {

    private Folded() {}

    public static ContactFacts facts(ContactFold contact) {
        try {
            return Facts.unpack(contact.getFacts());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("written wrongly", e);
        }
    }
}
