package io.rapport.insights.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.insights.relationship.Completeness;
import io.rapport.insights.relationship.SortBy;
import io.rapport.insights.relationship.SummaryList;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {

    private static final SummaryList FOUND =
            new SummaryList(Instant.EPOCH, new Completeness("6 of 12", 6, 1, 2), List.of(), "NDJ8aWQ", 0);

    @Test
    void everyOrderHasAHeadAndOneIsMarked() {
        Listing listing = new Listing("/contacts", SortBy.HEALTH, "", "", FOUND);

        assertThat(listing.heads()).extracting(Listing.Head::sort).containsExactlyInAnyOrder(SortBy.values());
        assertThat(listing.heads().stream().filter(Listing.Head::sorted))
                .singleElement()
                .satisfies(head -> assertThat(head.href()).isEqualTo("/contacts?sort=health"));
    }

    @Test
    void theNextPageKeepsTheOrderAndTheDomain() {
        Listing listing = new Listing("/contacts", SortBy.MEETINGS, "fabrikam.example&x", "", FOUND);

        assertThat(listing.next()).isEqualTo("/contacts?sort=meetings&domain=fabrikam.example%26x&after=NDJ8aWQ");
        assertThat(listing.export()).isEqualTo("/contacts/export?sort=meetings&domain=fabrikam.example%26x");
    }

    @Test
    void whatIsSearchedForStandsInNoAddress() {
        Listing listing = new Listing("/contacts", SortBy.INTERACTIONS, "", "kim@fabrikam.example", FOUND);

        assertThat(listing.searched()).isTrue();
        assertThat(listing.next() + listing.export() + listing.heads()).doesNotContain("kim");
    }
}
