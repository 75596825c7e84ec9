package io.rapport.insights.relationship;

import io.rapport.insights.relationship.RelationshipQuery.RecordKind;
import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Identity;
import io.rapport.insights.vault.Mailbox;
import io.rapport.insights.visibility.View;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Our side and their side, everything between them.
 *
 * @param key as it was asked with; a contact's own id otherwise
 * @param ours how many mailboxes that share now were looked at
 * @param theirs the contacts found; an address or domain nobody ever wrote with is simply not among them
 * @param series null unless asked for
 * @param health null if the tenant hides it, and for a lead or opportunity that is closed
 * @param mostContacted on their side, by mail of ours, meetings and calls; at most three
 * @param mostContactedBy on our side, likewise; empty while colleagues stay unnamed until they accept to introduce
 */
public record Relationship(
        String key,
        RecordKind kind,
        int ours,
        List<Outsider> theirs,
        Figures kpis,
        @Nullable Series series,
        @Nullable Health health,
        double strength,
        List<Person> mostContacted,
        List<Person> mostContactedBy) {

    /** A contact by id, address and the name last seen. */
    public record Outsider(String id, String address, String name) {
        /** As it is shown. */
        public static Outsider of(Contact contact) {
            return new Outsider(
                    contact.id(),
                    contact.identity().address(),
                    contact.identity().name());
        }

        /** The name, or what else can be called one. */
        public String called() {
            return name.isBlank() ? address : name;
        }

        @Override
        public String toString() {
            return "Outsider[" + id + "]";
        }
    }

    /**
     * @param active false for a lead or opportunity that is closed
     * @param period of the series, if one is wanted
     * @param complete whether the whole year has been read
     */
    static Relationship of(
            View view,
            String key,
            RecordKind kind,
            boolean active,
            Collection<Contact> contacts,
            List<Stretch> stretches,
            Optional<Series.Period> period,
            boolean complete) {
        Activity activity = Activity.of(stretches);
        long now = view.asOf().getEpochSecond();
        SortedMap<LocalDate, Slice> days = Series.days(stretches, activity, now);
        Map<Integer, Identity> outside =
                contacts.stream().collect(Collectors.toMap(Contact::number, Contact::identity));
        Map<Integer, Identity> inside =
                view.mailboxes().stream().collect(Collectors.toMap(Mailbox::id, Mailbox::identity));
        var settings = view.settings();
        return new Relationship(
                key,
                kind,
                view.mailboxes().size(),
                contacts.stream().map(Outsider::of).toList(),
                Figures.of(stretches, activity, days, now),
                period.map(chosen -> Series.of(days, chosen)).orElse(null),
                active && settings.health().shown()
                        ? Health.of(activity, view.day(), settings.health(), complete)
                        : null,
                Strength.of(activity, view.day(), settings.health().weights(), Strength.HALF_LIFE_DAYS)
                        .effective(),
                Person.most(stretches, Stretch::contact, outside, view.asOf()),
                settings.introductions().anonymous()
                        ? List.of()
                        : Person.most(stretches, Stretch::mailbox, inside, view.asOf()));
    }
}
