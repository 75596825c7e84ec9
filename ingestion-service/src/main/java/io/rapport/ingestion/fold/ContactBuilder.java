package io.rapport.ingestion.fold;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.Meeting;
import io.rapport.ingestion.plan.Window;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One contact's numbers while a unit is being read. */
final class ContactBuilder {

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int LONGEST_NAME = 200;

    private final Window window;
    private final String address;
    private final @Nullable Day[] days;
    private final long firstDay;
    private final Conversations conversations = new Conversations();
    private final List<Meeting> meetings = new ArrayList<>();
    private String name = "";
    private long firstAt = Long.MAX_VALUE;
    private long lastAt = Long.MIN_VALUE;

    ContactBuilder(Window window, String address) {
        this.window = window;
        this.address = address;
        this.firstDay = window.from().toEpochDay();
        this.days = new Day[Math.toIntExact(ChronoUnit.DAYS.between(window.from(), window.until()))];
    }

    private static final class Day {
        int sent;
        int received;
        long sentWeight;
        long receivedWeight;
        int asksByUs;
        int asksByThem;
    }

    void sent(long at, long weight, long conversation, boolean ask) {
        Day day = day(at);
        day.sent++;
        day.sentWeight += weight;
        day.asksByUs += ask ? 1 : 0;
        conversations.add(conversation, at, true, ask);
    }

    void received(long at, long weight, long conversation, boolean ask) {
        Day day = day(at);
        day.received++;
        day.receivedWeight += weight;
        day.asksByThem += ask ? 1 : 0;
        conversations.add(conversation, at, false, ask);
    }

    void met(Meeting meeting) {
        touch(meeting.getStart());
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

    ContactFold build() {
        ContactFacts.Builder facts = ContactFacts.newBuilder();
        for (int number = 0; number < days.length; number++) {
            Day day = days[number];
            if (day != null) {
                facts.addDay(number)
                        .addSent(day.sent)
                        .addReceived(day.received)
                        .addSentWeight(day.sentWeight)
                        .addReceivedWeight(day.receivedWeight)
                        .addAsksByUs(day.asksByUs)
                        .addAsksByThem(day.asksByThem);
            }
        }
        meetings.sort(Comparator.comparingLong(Meeting::getStart).thenComparingLong(Meeting::getMeeting));
        facts.addAllMeetings(meetings).setFirstAt(firstAt).setLastAt(lastAt);
        conversations.describe(
                facts, window.start().getEpochSecond(), window.end().getEpochSecond());
        return ContactFold.newBuilder()
                .setAddress(address)
                .setDisplayName(name)
                .setFacts(facts)
                .build();
    }

    private Day day(long at) {
        touch(at);
        int number = (int) (Math.floorDiv(at, SECONDS_PER_DAY) - firstDay);
        Day day = days[number];
        if (day == null) {
            day = new Day();
            days[number] = day;
        }
        return day;
    }

    private void touch(long at) {
        firstAt = Math.min(firstAt, at);
        lastAt = Math.max(lastAt, at);
    }
}
