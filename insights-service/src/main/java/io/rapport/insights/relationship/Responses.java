package io.rapport.insights.relationship;

import io.rapport.contracts.ingestion.ContactFacts;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one side answers the other's asks of the last 365 days.
 *
 * @param asks asks put to this side
 * @param answered of these: the n of the times
 * @param rate answered/asks, 0…1; null without asks
 * @param medianHours of the first answers; null without answers
 * @param meanHours likewise; skewed by the slow ones, which is why the median stands first
 */
public record Responses(
        long asks,
        long answered,
        @Nullable Double rate,
        @Nullable Double medianHours,
        @Nullable Double meanHours) {

    private static final int DAYS = 365;
    private static final double SECONDS_AN_HOUR = 3_600;

    /**
     * @param by who answers
     * @param day the UTC day of asking
     */
    static Responses of(Collection<Stretch> stretches, Side by, LocalDate day) {
        LocalDate since = day.minusDays(DAYS);
        long sinceSecond = since.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        List<Long> seconds = Answer.by(by, stretches).stream()
                .filter(answer -> answer.askedAt() >= sinceSecond)
                .map(Answer::afterSeconds)
                .sorted()
                .toList();
        long asks = asks(stretches, by, since);
        return new Responses(
                asks,
                seconds.size(),
                asks == 0 ? null : (double) seconds.size() / asks,
                seconds.isEmpty() ? null : median(seconds) / SECONDS_AN_HOUR,
                seconds.isEmpty()
                        ? null
                        : seconds.stream().mapToLong(Long::longValue).average().orElseThrow() / SECONDS_AN_HOUR);
    }

    private static long asks(Collection<Stretch> stretches, Side by, LocalDate since) {
        long asks = 0;
        for (Stretch stretch : stretches) {
            ContactFacts facts = stretch.facts();
            List<Integer> asked = by == Side.US ? facts.getAsksByThemList() : facts.getAsksByUsList();
            for (int i = 0; i < asked.size(); i++) {
                asks += stretch.from().plusDays(facts.getDay(i)).isBefore(since) ? 0 : asked.get(i);
            }
        }
        return asks;
    }

    private static double median(List<Long> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    }
}
