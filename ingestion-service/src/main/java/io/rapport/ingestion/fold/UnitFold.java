package io.rapport.ingestion.fold;

import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.Meeting;
import io.rapport.contracts.ingestion.UnitCounts;
import io.rapport.ingestion.plan.Window;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Folds one mailbox and window. Takes messages and meetings in any order and any number of times; the rules stand in
 * the package's description. Not thread-safe.
 */
public final class UnitFold {

    private static final int REMEMBERED_CONVERSATIONS = 10_000;

    private final Window window;
    private final Set<String> owner;
    private final Insiders insiders;
    private final Pseudonyms pseudonyms;
    private final LongOpenHashSet seenMessages = new LongOpenHashSet();
    private final LongOpenHashSet seenMeetings = new LongOpenHashSet();
    private final Map<String, ContactBuilder> contacts = new TreeMap<>();
    /** A mailbox has more conversations than it is worth keeping; those that go on come again soon. */
    private final Map<String, Long> conversationIds = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED_CONVERSATIONS;
        }
    };

    private final UnitCounts.Builder counts = UnitCounts.newBuilder();

    /** @param owner all addresses of the mailbox's owner, lower case */
    public UnitFold(Window window, Set<String> owner, Insiders insiders, Pseudonyms pseudonyms) {
        this.window = window;
        this.owner = owner;
        this.insiders = insiders;
        this.pseudonyms = pseudonyms;
    }

    /** Distinct messages taken so far. */
    public long messages() {
        return seenMessages.size();
    }

    public void accept(MessageHeader message) {
        if (!seenMessages.add(hash(message.id()))) {
            return;
        }
        counts.setMessages(counts.getMessages() + 1);
        Set<String> recipients = Stream.concat(message.to().stream(), message.cc().stream())
                .filter(Correspondent::usable)
                .map(Correspondent::address)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean byOwner = owner.contains(message.from().address());
        if (message.draft()) {
            counts.setDrafts(counts.getDrafts() + 1);
        } else if (message.type().startsWith("#microsoft.graph.eventMessage")) {
            counts.setMeetingMail(counts.getMeetingMail() + 1);
        } else if (!message.from().usable() || !within(message.received()) || byOwner && recipients.isEmpty()) {
            counts.setMalformed(counts.getMalformed() + 1);
        } else if (Automated.by(message.from().address(), recipients.size())) {
            counts.setAutomated(counts.getAutomated() + 1);
        } else if (byOwner ? sent(message, recipients) : received(message, recipients)) {
            counts.setInteractions(counts.getInteractions() + 1);
        } else {
            counts.setInternal(counts.getInternal() + 1);
        }
    }

    private boolean sent(MessageHeader message, Set<String> recipients) {
        long weight = Weight.of(recipients.size());
        Set<String> asked = message.to().stream().map(Correspondent::address).collect(Collectors.toSet());
        boolean outside = false;
        for (String recipient : recipients) {
            if (!insiders.contain(recipient)) {
                contact(recipient).sent(message.received(), weight, conversation(message), asked.contains(recipient));
                outside = true;
            }
        }
        if (outside) {
            Stream.concat(message.to().stream(), message.cc().stream()).forEach(this::name);
        }
        return outside;
    }

    private boolean received(MessageHeader message, Set<String> recipients) {
        String from = message.from().address();
        if (insiders.contain(from)) {
            return false;
        }
        boolean ask = message.to().stream().map(Correspondent::address).anyMatch(owner::contains);
        contact(from).received(message.received(), Weight.of(recipients.size()), conversation(message), ask);
        name(message.from());
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
                .filter(Correspondent::usable)
                .toList();
        Set<String> addresses =
                everyone.stream().map(Correspondent::address).collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> outside =
                addresses.stream().filter(address -> !insiders.contain(address)).toList();
        if (outside.isEmpty()) {
            return;
        }
        Meeting counted = Meeting.newBuilder()
                .setMeeting(pseudonyms.meeting(meeting.iCalUId(), meeting.start()))
                .setStart(meeting.start())
                .setMinutes(meeting.allDay() ? 0 : Math.toIntExact(Math.max(0, meeting.end() - meeting.start()) / 60))
                .setByUs(insiders.contain(meeting.organizer().address()))
                .setWeight(Weight.of(addresses.size() - 1))
                .build();
        outside.forEach(address -> contact(address).met(counted));
        everyone.forEach(this::name);
        counts.setMeetingsCounted(counts.getMeetingsCounted() + 1);
    }

    private boolean within(long second) {
        return second >= window.start().getEpochSecond()
                && second < window.end().getEpochSecond();
    }

    /** One row per contact, by address. */
    public List<ContactFold> contacts() {
        return contacts.values().stream().map(ContactBuilder::build).toList();
    }

    public UnitCounts counts() {
        return counts.build();
    }

    private ContactBuilder contact(String address) {
        return contacts.computeIfAbsent(address, a -> new ContactBuilder(window, a));
    }

    private void name(Correspondent who) {
        ContactBuilder contact = contacts.get(who.address());
        if (contact != null) {
            contact.named(who.name().equalsIgnoreCase(who.address()) ? "" : who.name());
        }
    }

    private long conversation(MessageHeader message) {
        String id = message.conversation().isEmpty() ? message.id() : message.conversation();
        return conversationIds.computeIfAbsent(id, pseudonyms::conversation);
    }

    /** 64-bit FNV-1a: ids are long and many, and a collision among a million is one in forty million. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
