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

    Optional<ContactAnswer> ofContact(View view, String id, Series.Period period) {
        Completeness completeness = progress.of(view);
        return await(contacts.byId(view.vault(), id))
                .map(contact -> Relationship.of(
                        view,
                        id,
                        RecordKind.CONTACT,
                        true,
                        List.of(contact),
                        await(edges.between(view, List.of(contact.number()))),
                        Optional.of(period),
                        completeness.isComplete()))
                // Who has nothing with a mailbox that may be shown does not exist for the caller.
                .filter(relationship -> relationship.kpis().firstInteraction() != null
                        || relationship.kpis().nextInteraction() != null)
                .map(relationship -> new ContactAnswer(view.asOf(), completeness, relationship));
    }

    /** As many records from one read as fit into memory. */
    RelationshipAnswers with(View view, RelationshipQuery query) {
        Set<String> wanted = query.records().stream()
                .flatMap(asked -> asked.theirs().stream())
                .map(Vault::normal)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<Boolean, List<String>> byForm =
                wanted.stream().collect(Collectors.partitioningBy(text -> text.contains("@")));
        List<Contact> known = await(contacts.byAddressOrDomain(
                view.vault(), byForm.getOrDefault(true, List.of()), byForm.getOrDefault(false, List.of())));
        Map<Integer, Long> rows =
                await(edges.rows(view, known.stream().map(Contact::number).toList()));
        Map<String, List<Contact>> byText = byText(known);
        Completeness completeness = progress.of(view);
        List<Relationship> answers = new ArrayList<>();
        for (List<Asked> some : atOnce(query.records(), byText, rows)) {
            Set<Integer> numbers = some.stream()
                    .flatMap(asked -> theirs(asked, byText).stream())
                    .map(Contact::number)
                    .collect(Collectors.toSet());
            Map<Integer, List<Stretch>> stretches =
                    await(edges.between(view, numbers)).stream().collect(Collectors.groupingBy(Stretch::contact));
            some.forEach(asked -> answers.add(one(view, query, asked, byText, stretches, completeness.isComplete())));
        }
        return new RelationshipAnswers(view.asOf(), completeness, answers);
    }

    /** In order, in groups of which each can be read at once; one that is too large for itself is a group of its own. */
    private static List<List<Asked>> atOnce(
            List<Asked> records, Map<String, List<Contact>> byText, Map<Integer, Long> rows) {
        List<List<Asked>> groups = new ArrayList<>();
        long inLast = Long.MAX_VALUE;
        for (Asked asked : records) {
            long more = theirs(asked, byText).stream()
                    .mapToLong(contact -> rows.getOrDefault(contact.number(), 0L))
                    .sum();
            if (inLast > Edges.MOST_ROWS - more) {
                groups.add(new ArrayList<>());
                inLast = 0;
            }
            groups.getLast().add(asked);
            inLast += more;
        }
        return groups;
    }

    private static Set<Contact> theirs(Asked asked, Map<String, List<Contact>> byText) {
        return asked.theirs().stream()
                .map(Vault::normal)
                .flatMap(text -> byText.getOrDefault(text, List.of()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
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
        Set<Contact> theirs = theirs(asked, byText);
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
