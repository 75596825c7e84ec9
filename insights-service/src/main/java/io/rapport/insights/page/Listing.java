package io.rapport.insights.page;

import io.rapport.insights.relationship.SortBy;
import io.rapport.insights.relationship.SummaryList;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a list of contacts or companies leads: its other orders, its next page, its export. What was searched for stands
 * in none of these addresses; then forms carry it.
 *
 * @param path {@code /contacts} or {@code /companies}
 * @param domain that narrows the list; empty for none
 * @param search part of a name or address that narrows the list; empty for none
 */
record Listing(String path, SortBy sort, String domain, String search, SummaryList found) {

    /** What matters most needs no scrolling. */
    private static final List<SortBy> FIRST = List.of(SortBy.HEALTH, SortBy.LAST_INTERACTION, SortBy.STRENGTH);

    /** A column's head. @param href the list in this order */
    public record Head(SortBy sort, String label, String href, boolean sorted) {}

    public List<Head> heads() {
        return Stream.concat(FIRST.stream(), Arrays.stream(SortBy.values()).filter(order -> !FIRST.contains(order)))
                .map(order -> new Head(order, label(order), address(path, order), order == sort))
                .toList();
    }

    public boolean searched() {
        return !search.isEmpty();
    }

    public String next() {
        return address(path, sort) + "&after=" + found.next();
    }

    public String export() {
        return address(path + "/export", sort);
    }

    private String address(String to, SortBy order) {
        return to + "?sort=" + order.key() + (domain.isEmpty() ? "" : "&domain=" + inUrl(domain));
    }

    static String inUrl(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String label(SortBy order) {
        return switch (order) {
            case INTERACTIONS -> "Interactions";
            case EMAILS_SENT -> "Mails by us";
            case EMAILS_RECEIVED -> "Mails by them";
            case MEETINGS -> "Meetings";
            case CALLS -> "Calls";
            case LAST_INTERACTION -> "Last interaction";
            case STRENGTH -> "Strength";
            case HEALTH -> "Health";
            case MINUTES_BY_TEAM -> "Our hours";
            case MINUTES_BY_CUSTOMER -> "Their hours";
            case RESPONSE_RATE_BY_US -> "We answer";
            case RESPONSE_RATE_BY_THEM -> "They answer";
            case MEDIAN_RESPONSE_BY_US -> "Our median answer, hours";
            case MEDIAN_RESPONSE_BY_THEM -> "Their median answer, hours";
        };
    }
}
