package io.rapport.insights.relationship;

import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Identity;
import io.rapport.insights.vault.Mailbox;
import io.rapport.insights.visibility.View;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Our side and their side, everything between them.
 *
 * @param ours how many mailboxes that share now were looked at
 * @param theirs the contacts found; an address or domain nobody ever wrote with is simply not among them
 * @param mostContacted on their side, by mail of ours and meetings; at most three
 * @param mostContactedBy on our side, likewise
 */
public record Relationship(
        Instant asOf,
        Completeness completeness,
        int ours,
        List<Outsider> theirs,
        Figures kpis,
        Health health,
        double strength,
        List<Person> mostContacted,
        List<Person> mostContactedBy) {

    /** A contact by id, address and the name last seen. */
    public record Outsider(String id, String address, String name) {}

    static Relationship of(View view, Completeness completeness, List<Contact> contacts, List<Stretch> stretches) {
        Activity activity = Activity.of(stretches);
        Map<Integer, Identity> outside =
                contacts.stream().collect(Collectors.toMap(Contact::number, Contact::identity));
        Map<Integer, Identity> inside =
                view.mailboxes().stream().collect(Collectors.toMap(Mailbox::id, Mailbox::identity));
        return new Relationship(
                view.asOf(),
                completeness,
                view.mailboxes().size(),
                contacts.stream()
                        .map(contact -> new Outsider(
                                contact.id(),
                                contact.identity().address(),
                                contact.identity().name()))
                        .toList(),
                Figures.of(stretches, view.asOf()),
                Health.of(activity, view.day()),
                Strength.of(activity, view.day(), Strength.HALF_LIFE_DAYS).effective(),
                Person.most(stretches, Stretch::contact, outside, view.asOf()),
                Person.most(stretches, Stretch::mailbox, inside, view.asOf()));
    }
}
