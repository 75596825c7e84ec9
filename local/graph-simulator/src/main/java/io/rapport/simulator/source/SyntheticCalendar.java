package io.rapport.simulator.source;

import io.rapport.simulator.calendar.SimulatedEvent;
import io.rapport.simulator.calendar.SimulatedEvent.Attendee;
import io.rapport.simulator.mail.EmailAddress;
import io.rapport.simulator.tenant.SimulatedUser;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Meetings: single and recurring, ours and theirs, with rooms; some cancelled, declined or lasting all day. */
final class SyntheticCalendar {

    private static final int MEETINGS_PER_PERSON = 30;

    private final List<SimulatedUser> people;
    private final SyntheticMail mail;
    private final Instant now;
    private final Random random;
    private final Map<UUID, List<SimulatedEvent>> events = new HashMap<>();
    private int meetings;

    SyntheticCalendar(List<SimulatedUser> people, SyntheticMail mail, Instant now, Random random) {
        this.people = people;
        this.mail = mail;
        this.now = now;
        this.random = random;
    }

    Map<UUID, List<SimulatedEvent>> events() {
        for (SimulatedUser person : people) {
            for (int i = 0; i < MEETINGS_PER_PERSON; i++) {
                meeting(person);
            }
        }
        events.values().forEach(list -> list.sort(Comparator.comparing(SimulatedEvent::start)));
        return events;
    }

    private void meeting(SimulatedUser person) {
        Instant start = now.minus(Duration.ofDays(random.nextInt(390)))
                .truncatedTo(ChronoUnit.DAYS)
                .plus(Duration.ofMinutes(30L * (14 + random.nextInt(22))));
        boolean allDay = random.nextDouble() < 0.04;
        Instant begin = allDay ? start.truncatedTo(ChronoUnit.DAYS) : start;
        Duration length = allDay ? Duration.ofDays(1) : Duration.ofMinutes(30L * (1 + random.nextInt(3)));
        boolean ours = random.nextDouble() < 0.6;
        boolean cancelled = random.nextDouble() < 0.05;
        EmailAddress contact = mail.contact(person.id());
        SimulatedUser colleague = people.get(random.nextInt(people.size()));
        EmailAddress organizer = ours ? SyntheticMail.address(person) : contact;
        List<Attendee> attendees = new ArrayList<>();
        attendees.add(new Attendee(
                contact, "required", ours ? (random.nextDouble() < 0.1 ? "declined" : "accepted") : "organizer"));
        attendees.add(new Attendee(SyntheticMail.address(person), "required", ours ? "organizer" : "accepted"));
        if (random.nextDouble() < 0.3 && colleague != person) {
            attendees.add(new Attendee(SyntheticMail.address(colleague), "optional", "accepted"));
        }
        if (random.nextDouble() < 0.3) {
            attendees.add(new Attendee(new EmailAddress("Room 1", "room1@rooms.example"), "resource", "accepted"));
        }
        String response = ours ? "organizer" : random.nextDouble() < 0.1 ? "declined" : "accepted";
        int occurrences = random.nextDouble() < 0.15 ? 5 : 1;
        String uid = "040000008200E00074C5B7101A82E008" + "%08X".formatted(meetings++);
        for (int i = 0; i < occurrences; i++) {
            Instant at = begin.plus(Duration.ofDays(7L * i));
            add(person, uid, occurrences, organizer, attendees, at, length, cancelled, allDay, response);
            if (attendees.size() > 2
                    && colleague != person
                    && attendees.get(2).type().equals("optional")) {
                add(colleague, uid, occurrences, organizer, attendees, at, length, cancelled, allDay, "accepted");
            }
        }
    }

    private void add(
            SimulatedUser holder,
            String uid,
            int occurrences,
            EmailAddress organizer,
            List<Attendee> attendees,
            Instant start,
            Duration length,
            boolean cancelled,
            boolean allDay,
            String response) {
        List<SimulatedEvent> calendar = events.computeIfAbsent(holder.id(), id -> new ArrayList<>());
        calendar.add(new SimulatedEvent(
                MessageIds.of(holder.id(), 1_000_000 + calendar.size()),
                uid,
                occurrences > 1 ? "occurrence" : "singleInstance",
                occurrences > 1 ? MessageIds.of(holder.id(), 2_000_000 + uid.hashCode() % 1000) : null,
                organizer,
                List.copyOf(attendees),
                start,
                start.plus(length),
                cancelled,
                allDay,
                response));
    }
}
