package io.rapport.insights.interaction;

import java.time.LocalDate;
import java.util.Collection;

/** Where a unit's rows stand: the mailbox's number and the first day of the window. */
record Place(int mailbox, LocalDate from) {

    static Integer[] mailboxes(Collection<Place> places) {
        return places.stream().map(Place::mailbox).toArray(Integer[]::new);
    }

    static LocalDate[] starts(Collection<Place> places) {
        return places.stream().map(Place::from).toArray(LocalDate[]::new);
    }
}
