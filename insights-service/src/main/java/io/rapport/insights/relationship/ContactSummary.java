package io.rapport.insights.relationship;

import io.rapport.insights.vault.Contact;
import io.rapport.insights.visibility.View;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contact as it stands in a list.
 *
 * @param strength E of all colleagues together, 60 days half-life
 */
public record ContactSummary(
        String id,
        String address,
        String name,
        long emailsSent,
        long emailsReceived,
        long meetings,
        @Nullable Instant lastInteraction,
        double strength,
        Score health) {

    /** @param score null when there is not enough to go by */
    public record Score(@Nullable Double score, Health.Grade grade, Health.Trend trend) {}

    static ContactSummary of(Contact contact, List<Stretch> stretches, View view) {
        Figures figures = Figures.of(stretches, view.asOf());
        Activity activity = Activity.of(stretches);
        Health health = Health.of(activity, view.day());
        return new ContactSummary(
                contact.id(),
                contact.identity().address(),
                contact.identity().name(),
                figures.emailsSent(),
                figures.emailsReceived(),
                figures.meetings(),
                figures.lastInteraction(),
                Strength.of(activity, view.day(), Strength.HALF_LIFE_DAYS).effective(),
                new Score(health.score(), health.grade(), health.trend()));
    }

    @Override
    public String toString() {
        return "ContactSummary[" + id + "]";
    }
}
