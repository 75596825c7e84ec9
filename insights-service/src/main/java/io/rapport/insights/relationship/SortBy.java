package io.rapport.insights.relationship;

import io.rapport.insights.settings.Settings;
import io.rapport.insights.visibility.View;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * By what a list may be sorted, the largest first; ties by id, so that every seller sees the same list.
 *
 * <p>Figures are computed at read from facts that the database cannot look into. What it can tell is a value that the
 * figure does not exceed; {@link Ranking} reads in the order of these bounds and stops as soon as nobody unread can
 * still stand on the page. Where nothing bounds a figure, everybody is read.
 */
public enum SortBy {
    INTERACTIONS(
            "interactions",
            "sum(sent + received + meetings + calls)",
            measured -> measured.figures().interactions()),
    EMAILS_SENT("emailsSent", "sum(sent)", measured -> measured.count(Kind.EMAIL, Side.US)),
    EMAILS_RECEIVED("emailsReceived", "sum(received)", measured -> measured.count(Kind.EMAIL, Side.THEM)),
    MEETINGS("meetings", "sum(meetings)", measured -> measured.figures().meetings()),
    CALLS("calls", "sum(calls)", measured -> measured.figures().calls()),
    LAST_INTERACTION(
            "lastInteraction",
            "max(last_at)",
            measured -> second(measured.figures().lastAt())),
    STRENGTH("strength", null, Measured::strength),
    HEALTH("health", null, measured -> known(measured.health().score())),
    MINUTES_BY_TEAM(
            "minutesByTeam", Bound.MINUTES, measured -> measured.figures().minutesByTeam()),
    MINUTES_BY_CUSTOMER(
            "minutesByCustomer", Bound.MINUTES, measured -> measured.figures().minutesByCustomer()),
    RESPONSE_RATE_BY_US(
            "responseRateByUs",
            Bound.NONE,
            measured -> known(measured.figures().responsesByUs().rate())),
    RESPONSE_RATE_BY_THEM(
            "responseRateByThem",
            Bound.NONE,
            measured -> known(measured.figures().responsesByThem().rate())),
    MEDIAN_RESPONSE_BY_US(
            "medianResponseHoursByUs",
            Bound.NONE,
            measured -> known(measured.figures().responsesByUs().medianHours())),
    MEDIAN_RESPONSE_BY_THEM(
            "medianResponseHoursByThem",
            Bound.NONE,
            measured -> known(measured.figures().responsesByThem().medianHours()));

    private static final class Bound {
        private static final String NONE = "'Infinity'::float8";
        /** Nothing bounds how long a meeting was. */
        private static final String MINUTES =
                "sum(CASE WHEN meetings + calls > 0 THEN 'Infinity'::float8 ELSE 5 * (sent + received) END)";
    }

    private static final double SECONDS_A_DAY = 86_400;

    private final String key;
    private final @Nullable String bound;
    private final ToDoubleFunction<Measured> value;

    SortBy(String key, @Nullable String bound, ToDoubleFunction<Measured> value) {
        this.key = key;
        this.bound = bound;
        this.value = value;
    }

    /** As it is asked for; of those in a list the figure has the same name there. */
    public String key() {
        return key;
    }

    /** @return null if there is no such order */
    static @Nullable SortBy of(String name) {
        return Arrays.stream(values())
                .filter(sort -> sort.key.equals(name))
                .findFirst()
                .orElse(null);
    }

    static String names() {
        return Arrays.stream(values()).map(SortBy::key).collect(Collectors.joining(", "));
    }

    double value(Measured measured) {
        return value.applyAsDouble(measured);
    }

    /** SQL over one subject's rows of (sent, received, meetings, calls, last_at). Numbers only, so safe as text. */
    String boundSql(View view) {
        Settings.Health health = view.settings().health();
        return switch (this) {
            case STRENGTH -> decayed(view, Strength.HALF_LIFE_DAYS);
            case HEALTH -> decayed(view, Health.halfLife(health));
            default -> Objects.requireNonNull(bound);
        };
    }

    /** What a bound of the database bounds: the figure itself, or the strength behind a score. */
    double bound(double ofDatabase, View view) {
        return this == HEALTH
                ? Health.score(
                        ofDatabase / Health.expected(), view.settings().health().goodFrom())
                : ofDatabase;
    }

    /** As if everything of a row had happened at its last moment, to nobody else and in balance; a day's grace for UTC. */
    private static String decayed(View view, double halfLifeDays) {
        Settings.Weights weights = view.settings().health().weights();
        // A decimal literal is a numeric to PostgreSQL, whose power() is a thousand times slower.
        return "sum((%s * (sent + received) + %s * meetings + %s * calls)"
                        .formatted(float8(weights.email()), float8(weights.meeting()), float8(weights.call()))
                + " * power(%s, greatest(%s, (%s - last_at) / %s - 1) / %s))"
                        .formatted(
                                float8(0.5),
                                float8(0),
                                float8(view.asOf().getEpochSecond()),
                                float8(SECONDS_A_DAY),
                                float8(halfLifeDays));
    }

    private static String float8(double value) {
        return "'" + value + "'::float8";
    }

    private static double second(@Nullable Instant at) {
        return at == null ? -1 : at.getEpochSecond();
    }

    private static double known(@Nullable Double value) {
        return value == null ? -1 : value;
    }
}
