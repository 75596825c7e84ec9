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

    private record Ranked(double value, Summary summary) {
        private static final Comparator<Ranked> ORDER = Comparator.comparingDouble(Ranked::value)
                .reversed()
                .thenComparing(ranked -> ranked.summary().id());
    }

    /** @param among the only contacts wanted, by number */
    Page contacts(
            View view, SortBy sort, Optional<? extends Collection<Integer>> among, Optional<Cursor> after, int limit) {
        return page(
                view,
                sort,
                after,
                limit,
                await(edges.contacts(view, sort, among, MOST + 1)),
                numbers -> await(contacts.byNumber(view.vault(), numbers)),
                (known, stretches) -> known.stream()
                        .map(contact ->
                                Summary.ofContact(contact, stretches.getOrDefault(contact.number(), List.of()), view))
                        .toList());
    }

    Page companies(View view, SortBy sort, Optional<Cursor> after, int limit) {
        return page(
                view,
                sort,
                after,
                limit,
                await(edges.companies(view, sort, MOST + 1)),
                domains -> await(contacts.byDomainBlind(view.vault(), domains)),
                (known, stretches) -> companies(view, known, stretches));
    }

    private static List<Summary> companies(View view, List<Contact> known, Map<Integer, List<Stretch>> stretches) {
        Map<String, List<Contact>> byDomain = known.stream()
                .filter(contact -> stretches.containsKey(contact.number()))
                .collect(Collectors.groupingBy(
                        contact -> Vault.domainOf(contact.identity().address())));
        return byDomain.entrySet().stream()
                .filter(company -> !Freemail.is(company.getKey()))
                .map(company -> Summary.ofCompany(
                        company.getKey(),
                        company.getValue().size(),
                        company.getValue().stream()
                                .flatMap(contact -> stretches.getOrDefault(contact.number(), List.of()).stream())
                                .toList(),
                        view))
                .toList();
    }

    private interface Summing {
        List<Summary> sum(List<Contact> known, Map<Integer, List<Stretch>> stretches);
    }

    private <K> Page page(
            View view,
            SortBy sort,
            Optional<Cursor> after,
            int limit,
            List<Edges.Candidate<K>> candidates,
            Function<List<K>, List<Contact>> people,
            Summing summing) {
        List<Ranked> best = new ArrayList<>();
        for (int from = 0; from < candidates.size(); from += AT_ONCE) {
            double bound = sort.bound(candidates.get(from).bound(), view);
            // One more than the page, to know whether there is another.
            if (best.size() > limit && best.getLast().value() > bound) {
                return page(best, limit);
            }
            if (from >= MOST) {
                throw Problems.of(
                        ErrorCode.INVALID_REQUEST,
                        "More than 20,000 would have to be looked through for this order: narrow the list by search or"
                                + " domain.");
            }
            List<Contact> known =
                    people.apply(candidates.subList(from, Math.min(from + AT_ONCE, candidates.size())).stream()
                            .map(Edges.Candidate::key)
                            .toList());
            Map<Integer, List<Stretch>> stretches =
                    await(edges.between(
                                    view, known.stream().map(Contact::number).toList()))
                            .stream()
                            .collect(Collectors.groupingBy(Stretch::contact));
            summing.sum(known, stretches).stream()
                    .map(summary -> new Ranked(sort.value(summary), summary))
                    .filter(ranked -> after.isEmpty()
                            || after.get()
                                    .isBefore(ranked.value(), ranked.summary().id()))
                    .forEach(best::add);
            best.sort(Ranked.ORDER);
            best = new ArrayList<>(best.subList(0, Math.min(best.size(), limit + 1)));
        }
        return page(best, limit);
    }

    private static Page page(List<Ranked> best, int limit) {
        List<Summary> items = best.stream().limit(limit).map(Ranked::summary).toList();
        if (best.size() <= limit) {
            return new Page(items, null);
        }
        Ranked last = best.get(limit - 1);
        return new Page(items, new Cursor(last.value(), last.summary().id()).toString());
    }
}
