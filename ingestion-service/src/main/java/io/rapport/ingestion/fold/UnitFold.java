package io.rapport.ingestion.fold;

import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.Meeting;
import io.rapport.contracts.ingestion.UnitCounts;
import io.rapport.ingestion.plan.Window;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Folds one mailbox and window. Takes messages and meetings in any order and any number of times; the rules stand in
 * the package's description. Not thread-safe.
 */
public final class UnitFold {

    private static final int REMEMBERED_CONVERSATIONS = 100_000;

    private final Window window;
    private final long start;
    private final long end;
    private final Pseudonyms pseudonyms;
    private final Parties parties;
    private final MessageHeader header;
    private final LongOpenHashSet seenMessages;
    private final LongOpenHashSet seenMeetings = new LongOpenHashSet();
    private final Map<String, ContactBuilder> contacts = new HashMap<>(1 << 10);
    /** A mailbox may have more conversations than it is worth keeping; those that go on come again soon. */
    private final Long2LongOpenHashMap conversations;

    private final UnitCounts.Builder counts = UnitCounts.newBuilder();
    private final Party[] audience = new Party[Automated.MOST_RECIPIENTS];
    private int accepted;
    private long interactions;
    private long internal;
    private long automated;

    /**
     * @param expected messages, about; only to make room for them
     * @param owner all addresses of the mailbox's owner, lower case
     */
    public UnitFold(Window window, long expected, Set<String> owner, Insiders insiders, Pseudonyms pseudonyms) {
        int room = Math.clamp(expected, 0, REMEMBERED_CONVERSATIONS);
        this.seenMessages = new LongOpenHashSet(room);
        this.conversations = new Long2LongOpenHashMap(room);
        this.window = window;
        this.start = window.start().getEpochSecond();
        this.end = window.end().getEpochSecond();
        this.pseudonyms = pseudonyms;
        this.parties = new Parties(owner, insiders);
        this.header = new MessageHeader(parties);
    }

    /** To be filled and accepted, message after message. */
    public MessageHeader header() {
        return header;
    }

    /** Distinct messages taken so far. */
    public long messages() {
        return seenMessages.size();
    }

    /** @param message this unit's {@link #header()} */
    public void accept(MessageHeader message) {
        if (!seenMessages.add(message.id)) {
            return;
        }
        accepted++;
        Party from = message.from.party;
        if (message.draft) {
            counts.setDrafts(counts.getDrafts() + 1);
            return;
        }
        if (message.meetingMail) {
            counts.setMeetingMail(counts.getMeetingMail() + 1);
            return;
        }
        int size = audience(message);
        if (!from.usable || !within(message.received) || from.owner && size == 0) {
            counts.setMalformed(counts.getMalformed() + 1);
        } else if (size > Automated.MOST_RECIPIENTS || from.machine()) {
            automated++;
        } else if (from.owner ? sent(message, size) : received(message, size)) {
            interactions++;
        } else {
            internal++;
        }
    }

    /** Gathers the distinct usable recipients. @return how many there are; no more are kept than may be counted */
    private int audience(MessageHeader message) {
        int size = 0;
        for (int i = 0; i < message.recipientCount; i++) {
            Party recipient = message.recipients[i].party;
            if (message.inTo[i]) {
                recipient.askedIn = accepted;
            }
            if (recipient.usable && recipient.recipientOf != accepted) {
                recipient.recipientOf = accepted;
                if (size < audience.length) {
                    audience[size] = recipient;
                }
                size++;
            }
        }
        return size;
    }

    private boolean sent(MessageHeader message, int size) {
        long conversation = 0;
        boolean outside = false;
        for (int i = 0; i < size; i++) {
            Party recipient = audience[i];
            if (!recipient.inside) {
                conversation = outside ? conversation : conversation(message);
                outside = true;
                contact(recipient).sent(message.received, size, conversation, recipient.askedIn == accepted);
            }
        }
        if (outside) {
            message.nameRecipients();
        }
        return outside;
    }

    private boolean received(MessageHeader message, int size) {
        Party from = message.from.party;
        if (from.inside) {
            return false;
        }
        boolean ask = false;
        for (int i = 0; i < message.recipientCount; i++) {
            ask |= message.inTo[i] && message.recipients[i].party.owner;
        }
        contact(from).received(message.received, size, conversation(message), ask);
        message.from.nameContact();
        return true;
    }

    public void accept(MeetingHeader meeting) {
        if (!within(meeting.start()) || !seenMeetings.add(pseudonyms.meeting(meeting.iCalUId(), meeting.start()))) {
            return;
        }
        counts.setMeetings(counts.getMeetings() + 1);
        if (meeting.cancelled() || meeting.declined()) {
            return;
        }
        List<Correspondent> everyone = Stream.concat(Stream.of(meeting.organizer()), meeting.present().stream())
                .filter(who -> parties.of(who.address()).usable)
                .toList();
        Set<Party> present = everyone.stream()
                .map(who -> parties.of(who.address()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Party> outside = present.stream().filter(party -> !party.inside).toList();
        if (outside.isEmpty()) {
            return;
        }
        Meeting counted = Meeting.newBuilder()
                .setMeeting(pseudonyms.meeting(meeting.iCalUId(), meeting.start()))
                .setStart(meeting.start())
                .setMinutes(meeting.allDay() ? 0 : Math.toIntExact(Math.max(0, meeting.end() - meeting.start()) / 60))
                .setByUs(parties.of(meeting.organizer().address()).inside)
                .setWeight(Weight.of(present.size() - 1))
                .build();
        outside.forEach(party -> contact(party).met(counted));
        everyone.forEach(who -> parties.of(who.address()).named(who.name()));
        counts.setMeetingsCounted(counts.getMeetingsCounted() + 1);
    }

    private boolean within(long second) {
        return second >= start && second < end;
    }

    /** One row per contact, by address. */
    public List<ContactFold> contacts() {
        FactsWriter facts = new FactsWriter(window);
        return contacts.values().stream()
                .sorted(Comparator.comparing(ContactBuilder::address))
                .map(contact -> contact.build(facts))
                .toList();
    }

    public UnitCounts counts() {
        return counts.setMessages(accepted)
                .setInteractions(interactions)
                .setInternal(internal)
                .setAutomated(automated)
                .build();
    }

    private ContactBuilder contact(Party party) {
        ContactBuilder known = party.contact();
        return known != null ? known : party.counts(contacts.computeIfAbsent(party.address, ContactBuilder::new));
    }

    private long conversation(MessageHeader message) {
        long fingerprint = message.conversationFingerprint();
        long pseudonym = conversations.get(fingerprint);
        if (pseudonym == 0) {
            if (conversations.size() > REMEMBERED_CONVERSATIONS) {
                conversations.clear();
            }
            pseudonym = message.conversation(pseudonyms);
            conversations.put(fingerprint, pseudonym);
        }
        return pseudonym;
    }
}
