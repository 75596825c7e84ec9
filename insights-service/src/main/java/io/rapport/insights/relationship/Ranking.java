package io.rapport.insights.relationship;

import static io.rapport.insights.visibility.Visibility.await;

import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.vault.Freemail;
import io.rapport.insights.vault.Vault;
import io.rapport.insights.visibility.View;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sorted pages of contacts and companies, exact whatever the order. Those who may stand on the page are read in the
 * order of what their sort value cannot exceed, until nobody unread can still come in (a threshold algorithm). Blocks:
 * use it on a virtual thread, inside a view.
 */
@Singleton
class Ranking {

    /** More than this are not looked through for one page. */
    private static final int MOST = 20_000;

    private static final int AT_ONCE = 250;

    private final Contacts contacts;
    private final Edges edges;

    Ranking(Contacts contacts, Edges edges) {
        this.contacts = contacts;
        this.edges = edges;
    }

    record Page(List<Summary> items, @Nullable String next) {}

    /**
     * Somebody who may stand on the page.
     *
     * @param id of the contact, or the company's domain
     * @param people one, or all of the company
     */
    private record Entry(String id, List<Contact> people, Measured measured) {}

    private record Ranked(double value, Entry entry) {
        private static final Comparator<Ranked> ORDER = Comparator.comparingDouble(Ranked::value)
                .reversed()
                .thenComparing(ranked -> ranked.entry().id());
    }

    /** @param among the only contacts wanted, by number */
    Page contacts(
            View view, SortBy sort, Optional<? extends Collection<Integer>> among, Optional<Cursor> after, int limit) {
        List<Ranked> best = best(
                view,
                sort,
                after,
                limit,
                await(edges.contacts(view, sort, among, MOST + 1)),
                numbers -> await(contacts.byNumber(view.vault(), numbers)),
                (known, stretches) -> known.stream()
                        .map(contact -> new Entry(
                                contact.id(),
                                List.of(contact),
                                new Measured(stretches.getOrDefault(contact.number(), List.of()), view)))
                        .toList());
        return page(best, limit, entry -> Summary.ofContact(entry.people().getFirst(), entry.measured(), view));
    }

    Page companies(View view, SortBy sort, Optional<Cursor> after, int limit) {
        List<Ranked> best = best(
                view,
                sort,
                after,
                limit,
                await(edges.companies(view, sort, MOST + 1)),
                domains -> await(contacts.byDomainBlind(view.vault(), domains)),
                (known, stretches) -> companies(view, known, stretches));
        return page(
                best,
                limit,
                entry -> Summary.ofCompany(entry.id(), entry.people().size(), entry.measured(), view));
    }

    private static List<Entry> companies(View view, List<Contact> known, Map<Integer, List<Stretch>> stretches) {
        Map<String, List<Contact>> byDomain = known.stream()
                .filter(contact -> stretches.containsKey(contact.number()))
                .collect(Collectors.groupingBy(
                        contact -> Vault.domainOf(contact.identity().address())));
        return byDomain.entrySet().stream()
                .filter(company -> !Freemail.is(company.getKey()))
                .map(company -> new Entry(
                        company.getKey(),
                        company.getValue(),
                        new Measured(
                                company.getValue().stream()
                                        .flatMap(
                                                contact -> stretches.getOrDefault(contact.number(), List.of()).stream())
                                        .toList(),
                                view)))
                .toList();
    }

    private interface Entering {
        List<Entry> enter(List<Contact> known, Map<Integer, List<Stretch>> stretches);
    }

    /** One more than the page, if there is one, so that it is known whether another page follows. */
    private <K> List<Ranked> best(
            View view,
            SortBy sort,
            Optional<Cursor> after,
            int limit,
            List<Edges.Candidate<K>> candidates,
            Function<List<K>, List<Contact>> people,
            Entering entering) {
        List<Ranked> best = new ArrayList<>();
        // The first ones are the busiest and dearest; the further it goes, the more at once.
        int some = Math.min(limit + 1, AT_ONCE);
        for (int from = 0; from < candidates.size(); from += some, some = Math.min(2 * some, AT_ONCE)) {
            double bound = sort.bound(candidates.get(from).bound(), view);
            if (best.size() > limit && best.getLast().value() > bound) {
                return best;
            }
            if (from >= MOST) {
                throw Problems.of(
                        ErrorCode.INVALID_REQUEST,
                        "More than 20,000 would have to be looked through for this order: narrow the list by search or"
                                + " domain.");
            }
            List<Contact> known =
                    people.apply(candidates.subList(from, Math.min(from + some, candidates.size())).stream()
                            .map(Edges.Candidate::key)
                            .toList());
            Map<Integer, List<Stretch>> stretches =
                    await(edges.between(
                                    view, known.stream().map(Contact::number).toList()))
                            .stream()
                            .collect(Collectors.groupingBy(Stretch::contact));
            entering.enter(known, stretches).stream()
                    .map(entry -> new Ranked(sort.value(entry.measured()), entry))
                    .filter(ranked -> after.isEmpty()
                            || after.get()
                                    .isBefore(ranked.value(), ranked.entry().id()))
                    .forEach(best::add);
            best.sort(Ranked.ORDER);
            best = new ArrayList<>(best.subList(0, Math.min(best.size(), limit + 1)));
        }
        return best;
    }

    /** Only what stands on the page is computed in full. */
    private static Page page(List<Ranked> best, int limit, Function<Entry, Summary> summary) {
        List<Summary> items = best.stream()
                .limit(limit)
                .map(ranked -> summary.apply(ranked.entry()))
                .toList();
        if (best.size() <= limit) {
            return new Page(items, null);
        }
        Ranked last = best.get(limit - 1);
        return new Page(items, new Cursor(last.value(), last.entry().id()).toString());
    }
}
