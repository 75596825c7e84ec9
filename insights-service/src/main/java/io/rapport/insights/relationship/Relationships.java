package io.rapport.insights.relationship;

import static io.rapport.insights.visibility.Visibility.await;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.relationship.RelationshipQuery.Asked;
import io.rapport.insights.relationship.RelationshipQuery.RecordKind;
import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.vault.Mailbox;
import io.rapport.insights.vault.Vault;
import io.rapport.insights.visibility.View;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what is stored and computes the answers. Blocks: use it on a virtual thread, inside a view. */
@Singleton
class Relationships {

    private final Contacts contacts;
    private final Edges edges;
    private final Progress progress;

    Relationships(Contacts contacts, Edges edges, Progress progress) {
        this.contacts = contacts;
        this.edges = edges;
        this.progress = progress;
    }

    Optional<Relationship> ofContact(View view, String id, Series.Period period) {
        boolean complete = progress.of(view).isComplete();
        return await(contacts.byId(view.vault(), id))
                .map(contact -> Relationship.of(
                        view,
                        id,
                        RecordKind.CONTACT,
                        true,
                        List.of(contact),
                        await(edges.between(view, List.of(contact.number()))),
                        Optional.of(period),
                        complete))
                // Who has nothing with a mailbox that may be shown does not exist for the caller.
                .filter(relationship -> relationship.kpis().firstInteraction() != null
                        || relationship.kpis().nextInteraction() != null);
    }

    /** All records from two reads, however many there are. */
    RelationshipAnswers with(View view, RelationshipQuery query) {
        Set<String> wanted = query.records().stream()
                .flatMap(asked -> asked.theirs().stream())
                .map(Vault::normal)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<Boolean, List<String>> byForm =
                wanted.stream().collect(Collectors.partitioningBy(text -> text.contains("@")));
        List<Contact> known = await(contacts.byAddressOrDomain(
                view.vault(), byForm.getOrDefault(true, List.of()), byForm.getOrDefault(false, List.of())));
        Map<Integer, List<Stretch>> stretches =
                await(edges.between(view, known.stream().map(Contact::number).toList())).stream()
                        .collect(Collectors.groupingBy(Stretch::contact));
        Map<String, List<Contact>> byText = byText(known);
        Completeness completeness = progress.of(view);
        return new RelationshipAnswers(
                view.asOf(),
                completeness,
                query.records().stream()
                        .map(asked -> one(view, query, asked, byText, stretches, completeness.isComplete()))
                        .toList());
    }

    private static Relationship one(
            View view,
            RelationshipQuery query,
            Asked asked,
            Map<String, List<Contact>> byText,
            Map<Integer, List<Stretch>> stretches,
            boolean complete) {
        Set<UserId> users = asked.ours() == null ? Set.of() : asked.ours();
        View ours = asked.ours() == null ? view : view.of(users);
        Set<Integer> mailboxes = ours.mailboxes().stream().map(Mailbox::id).collect(Collectors.toSet());
        Set<Contact> theirs = asked.theirs().stream()
                .map(Vault::normal)
                .flatMap(text -> byText.getOrDefault(text, List.of()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Stretch> between = theirs.stream()
                .flatMap(contact -> stretches.getOrDefault(contact.number(), List.of()).stream())
                .filter(stretch -> mailboxes.contains(stretch.mailbox()))
                .toList();
        Set<Integer> met = between.stream().map(Stretch::contact).collect(Collectors.toSet());
        return Relationship.of(
                ours,
                asked.key(),
                asked.kindOrContact(),
                !asked.closed(),
                theirs.stream()
                        .filter(contact -> met.contains(contact.number()))
                        .toList(),
                between,
                query.period(),
                complete);
    }

    /** By address and by domain. */
    private static Map<String, List<Contact>> byText(Collection<Contact> known) {
        Map<String, List<Contact>> byText = new HashMap<>();
        for (Contact contact : known) {
            String address = Vault.normal(contact.identity().address());
            for (String text : List.of(address, Vault.domainOf(address))) {
                byText.computeIfAbsent(text, key -> new ArrayList<>()).add(contact);
            }
        }
        return byText;
    }
}
