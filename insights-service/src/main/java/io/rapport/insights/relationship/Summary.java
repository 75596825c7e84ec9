package io.rapport.insights.relationship;

import io.rapport.insights.vault.Contact;
import io.rapport.insights.visibility.View;
import java.time.Instant;
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
        Health.@Nullable Score health) {

    static Summary ofContact(Contact contact, Measured measured, View view) {
        return of(contact.id(), contact.identity().address(), contact.identity().name(), 1, measured, view);
    }

    static Summary ofCompany(String domain, int contacts, Measured measured, View view) {
        return of(domain, null, domain, contacts, measured, view);
    }

    private static Summary of(
            String id, @Nullable String address, String name, int contacts, Measured measured, View view) {
        Figures figures = measured.figures();
        return new Summary(
                id,
                address,
                name,
                contacts,
                figures.emailsSent(),
                figures.emailsReceived(),
                figures.meetings(),
                figures.calls(),
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
                measured.strength(),
                view.settings().health().shown() ? measured.health() : null);
    }

    @Override
    public String toString() {
        return "Summary[" + id + "]";
    }
}
