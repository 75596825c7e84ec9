package io.rapport.insights.page;

import io.rapport.insights.relationship.Health;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An opportunity with the health of its relationship: across by estimated close date, up by health, as large as its
 * revenue. Without revenue it is tiny, without health it lies grey at 0; without a date, or with one that has passed, it
 * is not drawn.
 *
 * @param score 0…100; null without one
 */
record Bubble(Opportunity opportunity, @Nullable Double score, Shade shade, Place place) {

    /** What colours it; also said in words. */
    enum Shade {
        GOOD,
        FAIR,
        POOR,
        PENDING,
        NONE
    }

    /** Whether it can be drawn. */
    enum Place {
        DRAWN,
        NO_DATE,
        PAST
    }

    /** @param health null where the tenant hides it */
    static Bubble of(Opportunity opportunity, @Nullable Health health, LocalDate today) {
        return new Bubble(
                opportunity,
                health == null ? null : health.score(),
                health == null ? Shade.NONE : shade(health.grade()),
                place(opportunity.closes(), today));
    }

    static Shade shade(Health.Grade grade) {
        return switch (grade) {
            case GOOD -> Shade.GOOD;
            case FAIR -> Shade.FAIR;
            case POOR -> Shade.POOR;
            case IN_PROGRESS -> Shade.PENDING;
            case NOT_ENOUGH_INFO, NO_ACTIVITY, TOO_OLD -> Shade.NONE;
        };
    }

    static Place place(@Nullable LocalDate closes, LocalDate today) {
        return closes == null ? Place.NO_DATE : closes.isBefore(today) ? Place.PAST : Place.DRAWN;
    }

    public boolean drawn() {
        return place == Place.DRAWN;
    }

    /** Where it lies. */
    public double height() {
        return Objects.requireNonNullElse(score, 0d);
    }
}
