package io.rapport.insights.relationship;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.Reply;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How one side answers the other's asks of the last 365 days. An ask is a mail with the other side in To; its answer is
 * the first later mail of the other side in the same conversation within 14 days. Answers beyond the edge of a window
 * are found by joining what neighbouring windows left open, so the figures do not depend on how time was cut.
 *
 * @param asks asks put to this side
 * @param answered of these
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

    private static final long HORIZON_SECONDS = Duration.ofDays(14).toSeconds();
    private static final int DAYS = 365;
    private static final double SECONDS_AN_HOUR = 3_600;

    /** A conversation as one mailbox and contact have it. */
    private record Conversation(int mailbox, int contact, long number) {}

    /**
     * @param by who answers
     * @param day the UTC day of asking
     */
    static Responses of(Collection<Stretch> stretches, Side by, LocalDate day) {
        LocalDate since = day.minusDays(DAYS);
        long sinceSecond = since.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        List<Long> seconds = new ArrayList<>(joined(stretches, by, sinceSecond));
        long asks = 0;
        for (Stretch stretch : stretches) {
            ContactFacts facts = stretch.facts();
            List<Integer> asked = by == Side.US ? facts.getAsksByThemList() : facts.getAsksByUsList();
            for (int i = 0; i < asked.size(); i++) {
                asks += stretch.from().plusDays(facts.getDay(i)).isBefore(since) ? 0 : asked.get(i);
            }
            for (Reply reply : by == Side.US ? facts.getRepliesByUsList() : facts.getRepliesByThemList()) {
                if (reply.getAskedAt() >= sinceSecond) {
                    seconds.add((long) reply.getAfterSeconds());
                }
            }
        }
        Collections.sort(seconds);
        return new Responses(
                asks,
                seconds.size(),
                asks == 0 ? null : (double) seconds.size() / asks,
                seconds.isEmpty() ? null : median(seconds) / SECONDS_AN_HOUR,
                seconds.isEmpty()
                        ? null
                        : seconds.stream().mapToLong(Long::longValue).average().orElseThrow() / SECONDS_AN_HOUR);
    }

    /** The seconds of answers that lie in a later window than their ask. */
    private static List<Long> joined(Collection<Stretch> stretches, Side by, long sinceSecond) {
        Map<Conversation, NavigableSet<Long>> answers = new HashMap<>();
        for (Stretch stretch : stretches) {
            ContactFacts facts = stretch.facts();
            for (OpenEnd end : by == Side.US ? facts.getAnswersByUsList() : facts.getAnswersByThemList()) {
                answers.computeIfAbsent(conversation(stretch, end), key -> new TreeSet<>())
                        .add(end.getAt());
            }
        }
        List<Long> seconds = new ArrayList<>();
        for (Stretch stretch : stretches) {
            ContactFacts facts = stretch.facts();
            for (OpenEnd ask : by == Side.US ? facts.getWaitingForUsList() : facts.getWaitingForThemList()) {
                Long answer = answers.getOrDefault(conversation(stretch, ask), Collections.emptyNavigableSet())
                        .higher(ask.getAt());
                if (answer != null && answer - ask.getAt() <= HORIZON_SECONDS && ask.getAt() >= sinceSecond) {
                    seconds.add(answer - ask.getAt());
                }
            }
        }
        return seconds;
    }

    private static Conversation conversation(Stretch stretch, OpenEnd end) {
        return new Conversation(stretch.mailbox(), stretch.contact(), end.getConversation());
    }

    private static double median(List<Long> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    }
}
