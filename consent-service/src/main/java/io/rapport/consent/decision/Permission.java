package io.rapport.consent.decision;

/**
 * The three documented permissions. Each is given or not by itself, and none unless somebody ticked it.
 *
 * <p>Microsoft documented them for its tenant-wide consent in 2022 to 2024; only the last feeds Rapport's insights.
 */
public enum Permission {
    INSIGHTS_FOR_EACH_USER(
            "Insights for each user",
            "A user's own data, for insights that only this user sees.",
            "only the user",
            "You have not written to Northwind Traders for three weeks.",
            false),
    AGGREGATED_INSIGHTS(
            "Aggregated insights for other users",
            "Members' data without their names: only patterns of groups.",
            "everyone in the organisation",
            "Your organisation met Northwind Traders 14 times last month.",
            false),
    IDENTIFIABLE_INSIGHTS(
            "Identifiable insights for other users",
            "Data on individuals, and insights derived from it, shown to others.",
            "everyone in the organisation who may read insights",
            "Ana knows Kim at Northwind Traders best: 12 mails each way and two meetings last month.",
            true);

    private final String label;
    private final String gives;
    private final String visibleTo;
    private final String example;
    private final boolean feedsInsights;

    Permission(String label, String gives, String visibleTo, String example, boolean feedsInsights) {
        this.label = label;
        this.gives = gives;
        this.visibleTo = visibleTo;
        this.example = example;
        this.feedsInsights = feedsInsights;
    }

    /**
     * A permission as it stands.
     *
     * @param example an insight of its kind; made up
     * @param feedsInsights whether Rapport shows anything from it
     */
    public record Given(
            Permission permission,
            String label,
            boolean given,
            String gives,
            String visibleTo,
            String example,
            boolean feedsInsights) {}

    Given as(boolean given) {
        return new Given(this, label, given, gives, visibleTo, example, feedsInsights);
    }
}
