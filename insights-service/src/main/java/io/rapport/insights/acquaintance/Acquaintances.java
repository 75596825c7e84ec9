package io.rapport.insights.acquaintance;

import static io.rapport.insights.visibility.Visibility.await;

import io.rapport.insights.relationship.Edges;
import io.rapport.insights.relationship.Stretch;
import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.vault.Freemail;
import io.rapport.insights.vault.Mailbox;
import io.rapport.insights.vault.Vault;
import io.rapport.insights.visibility.View;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds who knows whom. Blocks: use it on a virtual thread, inside a view. */
@Singleton
public class Acquaintances {

    private final Contacts contacts;
    private final Edges edges;

    Acquaintances(Contacts contacts, Edges edges) {
        this.contacts = contacts;
        this.edges = edges;
    }

    /**
     * Colleagues who know a contact well enough to be shown, the strongest first.
     *
     * @return empty if the contact has nothing with a mailbox that may be shown
     */
    public Optional<List<Acquaintance>> of(View view, Contact contact) {
        List<Acquaintance> ties = ties(view, List.of(contact));
        return ties.isEmpty() ? Optional.empty() : Optional.of(shown(view, ties));
    }

    /** The same for several people or companies; what a colleague has with each of them is added up. */
    List<Acquaintance> of(View view, Collection<Contact> theirs) {
        return shown(
                view,
                ties(view, theirs).stream()
                        .collect(Collectors.groupingBy(tie -> tie.mailbox().id()))
                        .values()
                        .stream()
                        .map(ties -> together(ties, view))
                        .sorted(Acquaintance.ORDER)
                        .toList());
    }

    /** Each tie of a colleague with one of several people that is worth showing, the strongest first. */
    List<Acquaintance> network(View view, Collection<Contact> theirs) {
        return shown(view, ties(view, theirs));
    }

    /**
     * Two steps: colleagues who know somebody else at the company of one of these addresses. People who share no more
     * than a provider of mail are no colleagues.
     *
     * @param addresses wanted, known or not
     */
    List<Acquaintance> through(View view, Collection<String> addresses) {
        Set<String> wanted = addresses.stream().map(Vault::normal).collect(Collectors.toSet());
        Set<String> companies = wanted.stream()
                .map(Vault::domainOf)
                .filter(domain -> !Freemail.is(domain))
                .collect(Collectors.toSet());
        List<Contact> others = await(contacts.byAddressOrDomain(view.vault(), List.of(), companies)).stream()
                .filter(contact ->
                        !wanted.contains(Vault.normal(contact.identity().address())))
                .toList();
        // A colleague is named once, with the person they know best.
        Set<Integer> named = new HashSet<>();
        return shown(view, ties(view, others)).stream()
                .filter(tie -> named.add(tie.mailbox().id()))
                .toList();
    }

    private List<Acquaintance> ties(View view, Collection<Contact> theirs) {
        Map<Integer, Contact> byNumber = theirs.stream().collect(Collectors.toMap(Contact::number, one -> one));
        Map<Integer, Mailbox> mailboxes = view.mailboxes().stream().collect(Collectors.toMap(Mailbox::id, one -> one));
        Map<List<Integer>, List<Stretch>> byPair = await(edges.between(view, byNumber.keySet())).stream()
                .collect(Collectors.groupingBy(stretch -> List.of(stretch.mailbox(), stretch.contact())));
        return byPair.entrySet().stream()
                .map(pair -> Acquaintance.of(
                        Objects.requireNonNull(mailboxes.get(pair.getKey().getFirst())),
                        Objects.requireNonNull(byNumber.get(pair.getKey().getLast())),
                        pair.getValue(),
                        view))
                .sorted(Acquaintance.ORDER)
                .toList();
    }

    private Acquaintance together(List<Acquaintance> ties, View view) {
        if (ties.size() == 1) {
            return ties.getFirst();
        }
        Acquaintance closest = ties.stream().min(Acquaintance.ORDER).orElseThrow();
        List<Stretch> all = new ArrayList<>();
        for (Acquaintance tie : ties) {
            all.addAll(tie.stretches());
        }
        return new Acquaintance(
                closest.mailbox(),
                closest.contact(),
                ties.stream().mapToDouble(Acquaintance::strength).sum(),
                ties.stream().mapToDouble(Acquaintance::ours).sum(),
                ties.stream().mapToDouble(Acquaintance::theirs).sum(),
                all,
                view.asOf());
    }

    private static List<Acquaintance> shown(View view, List<Acquaintance> ties) {
        double least = Label.keptUpBy(
                view.settings().whoKnowsWhom().leastMailsAYear(),
                view.settings().health().weights());
        return ties.stream().filter(tie -> tie.strength() >= least).toList();
    }
}
