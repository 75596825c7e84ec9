package io.rapport.ingestion.fold;

import com.google.protobuf.InvalidProtocolBufferException;
import io.rapport.contracts.ingestion.ContactFold;
import java.util.ArrayList;
import java.util.List;

/** What a fold has found, as a reader of the topic sees it. */
public final class Folded {

    private Folded() {}

    public static List<ContactFold> contacts(UnitFold fold) {
        List<ContactFold> contacts = new ArrayList<>();
        fold.contacts().forEach(contact -> {
            try {
                contacts.add(ContactFold.parseFrom(contact.toByteString()));
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError("written wrongly", e);
            }
        });
        return contacts;
    }
}
