package io.rapport.insights.relationship;

import io.rapport.insights.visibility.View;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What lies between the view's mailboxes and some contacts, with each figure computed when it is first asked for. */
final class Measured {

    private final List<Stretch> stretches;
    private final View view;
    private final Activity activity;
    private @Nullable Figures figures;

    Measured(List<Stretch> stretches, View view) {
        this.stretches = stretches;
        this.view = view;
        this.activity = Activity.of(stretches);
    }

    long count(Kind kind, Side side) {
        return activity.count(kind, side);
    }

    /** E, 60 days half-life. */
    double strength() {
        return Strength.of(activity, view.day(), view.settings().health().weights(), Strength.HALF_LIFE_DAYS)
                .effective();
    }

    /** Whether a year was read whole only matters to who has nothing, and such stand in no list. */
    Health.Score health() {
        return Health.Score.of(activity, view.day(), view.settings().health(), true);
    }

    Figures figures() {
        Figures known = figures;
        if (known == null) {
            long now = view.asOf().getEpochSecond();
            SortedMap<LocalDate, Slice> days = Series.days(stretches, activity, now);
            known = Figures.of(stretches, activity, days, now);
            figures = known;
        }
        return known;
    }
}
