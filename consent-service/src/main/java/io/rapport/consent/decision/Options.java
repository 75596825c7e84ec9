package io.rapport.consent.decision;

/**
 * The three documented permissions, each given or not by itself; nothing is given unless it was ticked.
 *
 * @param insightsForEachUser a user's own data, shown to that user only
 * @param aggregatedInsights members' data, only as de-identified group patterns
 * @param identifiableInsights data on individuals shown to others: the one that opens an epoch and feeds our insights
 */
public record Options(boolean insightsForEachUser, boolean aggregatedInsights, boolean identifiableInsights) {}
