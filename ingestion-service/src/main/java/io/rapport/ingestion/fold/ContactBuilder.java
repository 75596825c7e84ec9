package io.rapport.ingestion.fold;

import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.Meeting;
import java.util.ArrayList;
import java.util.List;

/** What one contact had to do with the mailbox's owner, while a unit is being read. */
final class ContactBuilder {

    private static final int LONGEST_NAME = 200;

    private final String address;
    private final Mails mails = new Mails();
    private final List<Meeting> meetings = new ArrayList<>();
    private String name = "";

    ContactBuilder(String address) {
        this.address = address;
    }

    void sent(long at, int audience, long conversation, boolean ask) {
        mails.add(conversation, at, audience, true, ask);
    }

    void received(long at, int audience, long conversation, boolean ask) {
        mails.add(conversation, at, audience, false, ask);
    }

    void met(Meeting meeting) {
        meetings.add(meeting);
    }

    /**
     * The longest name is the fullest; equal lengths are settled by order, so that any order of mail gives the same. The
     * address repeated is no name.
     */
    void named(String spelt) {
        String stripped = spelt.strip();
        String seen = stripped.substring(0, Math.min(stripped.length(), LONGEST_NAME));
        if (seen.equalsIgnoreCase(address)) {
            return;
        }
        if (seen.length() > name.length() || seen.length() == name.length() && seen.compareTo(name) < 0) {
            name = seen;
        }
    }

    String address() {
        return address;
    }

    ContactFold build(FactsWriter facts) {
        return ContactFold.newBuilder()
                .setAddress(address)
                .setDisplayName(name)
                .setFacts(facts.facts(mails, meetings))
                .build();
    }
}
