package io.rapport.insights.relationship;

import static io.rapport.insights.visibility.Visibility.await;

import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.visibility.View;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what is stored and computes the answers. Blocks: use it on a virtual thread, inside a view. */
@Singleton
class Relationships {

    /** Strength is computed at read; beyond this many of the busiest contacts a weaker one is not looked for. */
    private static final int CANDIDATES = 2_000;

    private final Contacts contacts;
    private final Edges edges;
    private final Progress progress;

    Relationships(Contacts contacts, Edges edges, Progress progress) {
        this.contacts = contacts;
        this.edges = edges;
        this.progress = progress;
    }

    ContactList list(View view, SortBy sort, int limit) {
        int read = sort == SortBy.STRENGTH ? Math.max(CANDIDATES, limit) : limit;
        List<Integer> numbers = await(edges.busiest(view, sort == SortBy.LAST_INTERACTION, read));
        Map<Integer, List<Stretch>> stretches =
                await(edges.between(view, numbers)).stream().collect(Collectors.groupingBy(Stretch::contact));
        List<ContactSummary> summaries = await(contacts.byNumber(view.vault(), numbers)).stream()
                .map(contact -> ContactSummary.of(contact, stretches.getOrDefault(contact.number(), List.of()), view))
                .sorted(sort.order())
                .limit(limit)
                .toList();
        return new ContactList(view.asOf(), progress.of(view), summaries);
    }

    Optional<Relationship> ofContact(View view, String id) {
        // Who has nothing with a mailbox that may be shown does not exist for the caller.
        return await(contacts.byId(view.vault(), id))
                .map(contact -> between(view, List.of(contact)))
                .filter(relationship -> relationship.kpis().firstInteraction() != null);
    }

    Relationship with(View view, Collection<String> theirs) {
        Map<Boolean, List<String>> byForm =
                theirs.stream().collect(Collectors.partitioningBy(text -> text.contains("@")));
        return between(
                view,
                await(contacts.byAddressOrDomain(
                        view.vault(), byForm.getOrDefault(true, List.of()), byForm.getOrDefault(false, List.of()))));
    }

    private Relationship between(View view, List<Contact> known) {
        List<Stretch> stretches =
                await(edges.between(view, known.stream().map(Contact::number).toList()));
        var met = stretches.stream().map(Stretch::contact).collect(Collectors.toSet());
        return Relationship.of(
                view,
                progress.of(view),
                known.stream().filter(contact -> met.contains(contact.number())).toList(),
                stretches);
    }

    /** How a list may be sorted; ties by id, so that every seller sees the same list. */
    enum SortBy {
        INTERACTIONS,
        STRENGTH,
        LAST_INTERACTION;

        static SortBy of(String name) {
            return switch (name) {
                case "strength" -> STRENGTH;
                case "lastInteraction" -> LAST_INTERACTION;
                default -> INTERACTIONS;
            };
        }

        private Comparator<ContactSummary> order() {
            Comparator<ContactSummary> order = switch (this) {
                case INTERACTIONS ->
                    Comparator.comparingLong(
                            contact -> contact.emailsSent() + contact.emailsReceived() + contact.meetings());
                case STRENGTH -> Comparator.comparingDouble(ContactSummary::strength);
                case LAST_INTERACTION ->
                    Comparator.comparing(
                            ContactSummary::lastInteraction, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()));
            };
            return order.reversed().thenComparing(ContactSummary::id);
        }
    }
}
