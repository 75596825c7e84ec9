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
    private final Progress progress;

    Ranking(Contacts contacts, Edges edges, Progress progress) {
        this.contacts = contacts;
        this.edges = edges;
        this.progress = progress;
    }

    /**
     * Somebody who may stand on the page.
     *
     * @param id of the contact, or the company's domain
     * @param people one, or all of the company
     */
    private record Entry(String id, List<Contact> people, Measured measured) {}

    private record Ranked(double value, Summary summary) {
        private static final Comparator<Ranked> ORDER = Comparator.comparingDouble(Ranked::value)
                .reversed()
                .thenComparing(ranked -> ranked.summary().id());
    }

    /** @param among the only contacts wanted, by number */
    SummaryList contacts(
            View view, SortBy sort, Optional<? extends Collection<Integer>> among, Optional<Cursor> after, int limit) {
        return page(
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
                        .toList(),
                entry -> Summary.ofContact(entry.people().getFirst(), entry.measured(), view));
    }

    SummaryList companies(View view, SortBy sort, Optional<Cursor> after, int limit) {
        return page(
                view,
                sort,
                after,
                limit,
                await(edges.companies(view, sort, MOST + 1)),
                domains -> await(contacts.byDomainBlind(view.vault(), domains)),
                (known, stretches) -> companies(view, known, stretches),
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

    private <K> SummaryList page(
            View view,
            SortBy sort,
            Optional<Cursor> after,
            int limit,
            List<Edges.Candidate<K>> candidates,
            Function<List<K>, List<Contact>> people,
            Entering entering,
            Function<Entry, Summary> summary) {
        List<Edges.Candidate<K>> readable = candidates.stream()
                .filter(candidate -> candidate.rows() <= Edges.MOST_ROWS)
                .toList();
        int leftOut = candidates.size() - readable.size();
        // One more than the page, if there is one, so that it is known whether another page follows.
        List<Ranked> best = new ArrayList<>();
        int from = 0;
        // The first ones are the busiest and dearest; the further it goes, the more at once.
        int some = Math.min(limit + 1, AT_ONCE);
        while (from < readable.size()) {
            double bound = sort.bound(readable.get(from).bound(), view);
            if (best.size() > limit && best.getLast().value() > bound) {
                break;
            }
            if (from >= MOST) {
                throw Problems.of(
                        ErrorCode.INVALID_REQUEST,
                        "More than 20,000 would have to be looked through for this order: narrow the list by search or"
                                + " domain.");
            }
            List<Edges.Candidate<K>> next = next(readable.subList(from, readable.size()), some);
            List<Contact> known =
                    people.apply(next.stream().map(Edges.Candidate::key).toList());
            Map<Integer, List<Stretch>> stretches =
                    await(edges.between(
                                    view, known.stream().map(Contact::number).toList()))
                            .stream()
                            .collect(Collectors.groupingBy(Stretch::contact));
            double least = best.size() > limit ? best.getLast().value() : Double.NEGATIVE_INFINITY;
            for (Entry entry : entering.enter(known, stretches)) {
                double value = sort.value(entry.measured());
                boolean ofThePage = after.isEmpty() || after.get().isBefore(value, entry.id());
                // Only who may stand on the page is computed in full; what was read of the others is let go.
                if (ofThePage && value >= least) {
                    best.add(new Ranked(value, summary.apply(entry)));
                }
            }
            best.sort(Ranked.ORDER);
            best = new ArrayList<>(best.subList(0, Math.min(best.size(), limit + 1)));
            from += next.size();
            some = Math.min(2 * some, AT_ONCE);
        }
        return page(view, best, limit, leftOut);
    }

    /** As many as may be read at once. */
    private static <K> List<Edges.Candidate<K>> next(List<Edges.Candidate<K>> left, int some) {
        long rows = 0;
        int count = 0;
        while (count < Math.min(some, left.size()) && (rows += left.get(count).rows()) <= Edges.MOST_ROWS) {
            count++;
        }
        return left.subList(0, count);
    }

    private SummaryList page(View view, List<Ranked> best, int limit, int leftOut) {
        List<Summary> items = best.stream().limit(limit).map(Ranked::summary).toList();
        String next = null;
        if (best.size() > limit) {
            Ranked last = best.get(limit - 1);
            next = new Cursor(last.value(), last.summary().id()).toString();
        }
        return new SummaryList(view.asOf(), progress.of(view), items, next, leftOut);
    }
}
