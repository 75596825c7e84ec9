package io.rapport.insights.relationship;

import io.rapport.insights.vault.Contact;
import io.rapport.insights.visibility.View;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contact or a company as it stands in a list.
 *
 * @param id of the contact; a company's domain
 * @param address of the contact; null for a company
 * @param name of the contact; a company's domain
 * @param contacts how many people it stands for
 * @param strength E of all colleagues together, 60 days half-life
 * @param health null if the tenant hides it
 */
public record Summary(
        String id,
        @Nullable String address,
        String name,
        int contacts,
        long emailsSent,
        long emailsReceived,
        long meetings,
        long calls,
        double minutesByTeam,
        double minutesByCustomer,
        @Nullable Double responseRateByUs,
        @Nullable Double responseRateByThem,
        @Nullable Double medianResponseHoursByUs,
        @Nullable Double medianResponseHoursByThem,
        @Nullable Instant lastInteraction,
        @Nullable Instant nextInteraction,
        double strength,
        @Nullable Score health) {

    /** @param score null when there is not enough to go by */
    public record Score(@Nullable Double score, Health.Grade grade, Health.Trend trend) {}

    static Summary ofContact(Contact contact, List<Stretch> stretches, View view) {
        return of(contact.id(), contact.identity().address(), contact.identity().name(), 1, stretches, view);
    }

    static Summary ofCompany(String domain, int contacts, List<Stretch> stretches, View view) {
        return of(domain, null, domain, contacts, stretches, view);
    }

    private static Summary of(
            String id, @Nullable String address, String name, int contacts, List<Stretch> stretches, View view) {
        Activity activity = Activity.of(stretches);
        long now = view.asOf().getEpochSecond();
        Figures figures = Figures.of(stretches, activity, Series.days(stretches, activity, now), now);
        var settings = view.settings().health();
        // Whether a year was read whole only matters to a contact without anything, and such stand in no list.
        Health health = Health.of(activity, view.day(), settings, true);
        return new Summary(
                id,
                address,
                name,
                contacts,
                figures.emailsSent(),
                figures.emailsReceived(),
                figures.meetings(),
                figures.callsByUs() + figures.callsByThem(),
                figures.minutesByTeam(),
                figures.minutesByCustomer(),
                figures.responsesByUs().rate(),
                figures.responsesByThem().rate(),
                figures.responsesByUs().medianHours(),
                figures.responsesByThem().medianHours(),
                figures.lastAt(),
                figures.nextInteraction() == null
                        ? null
                        : figures.nextInteraction().at(),
                Strength.of(activity, view.day(), settings.weights(), Strength.HALF_LIFE_DAYS)
                        .effective(),
                settings.shown() ? new Score(health.score(), health.grade(), health.trend()) : null);
    }

    long interactions() {
        return emailsSent + emailsReceived + meetings + calls;
    }

    @Override
    public String toString() {
        return "Summary[" + id + "]";
    }
}
