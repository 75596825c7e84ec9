package io.rapport.consent.decision;

import java.util.List;

/**
 * The three documented permissions, each given or not by itself; nothing is given unless it was ticked.
 *
 * @param insightsForEachUser a user's own data, shown to that user only
 * @param aggregatedInsights members' data, only as de-identified group patterns
 * @param identifiableInsights data on individuals shown to others: the one that opens an epoch and feeds our insights
 */
public record Options(boolean insightsForEachUser, boolean aggregatedInsights, boolean identifiableInsights) {

    static final Options NONE = new Options(false, false, false);

    /** With what each gives. */
    public List<Permission.Given> explained() {
        return List.of(
                Permission.INSIGHTS_FOR_EACH_USER.as(insightsForEachUser),
                Permission.AGGREGATED_INSIGHTS.as(aggregatedInsights),
                Permission.IDENTIFIABLE_INSIGHTS.as(identifiableInsights));
    }
}
