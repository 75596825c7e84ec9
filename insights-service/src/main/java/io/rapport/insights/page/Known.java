package io.rapport.insights.page;

import io.rapport.insights.acquaintance.MyContactsResource.Mine;
import io.rapport.insights.relationship.Relationship.Outsider;
import io.rapport.insights.vault.Vault;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A page of one's own contacts.
 *
 * @param all how many are held
 * @param found how many of them hold what was searched for
 * @param page from 1
 */
record Known(List<Row> rows, int all, int found, int hidden, String search, int page, int pages) {

    static final int A_PAGE = 100;

    /** A contact. */
    public record Row(Outsider contact, boolean hidden) {}

    /**
     * @param search normal form of a part of the name or address
     * @param wanted a page that may not exist: then the nearest is shown
     */
    static Known of(Mine mine, String search, int wanted) {
        Set<String> hidden = mine.hidden().stream().map(Outsider::id).collect(Collectors.toSet());
        List<Outsider> found = mine.contacts().stream()
                .filter(contact -> Vault.normal(contact.address()).contains(search)
                        || Vault.normal(contact.name()).contains(search))
                .toList();
        int pages = Math.max(1, Math.ceilDiv(found.size(), A_PAGE));
        int page = Math.clamp(wanted, 1, pages);
        return new Known(
                found.stream()
                        .skip((page - 1L) * A_PAGE)
                        .limit(A_PAGE)
                        .map(contact -> new Row(contact, hidden.contains(contact.id())))
                        .toList(),
                mine.contacts().size(),
                found.size(),
                hidden.size(),
                search,
                page,
                pages);
    }

    public boolean more() {
        return page < pages;
    }
}
