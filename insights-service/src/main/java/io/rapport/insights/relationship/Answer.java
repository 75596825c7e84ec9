package io.rapport.insights.relationship;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * An ask and its first answer, in seconds since 1970. An ask is a mail with the other side in To; its answer is the first
 * later mail of the other side in the same conversation within 14 days. Answers beyond the edge of a window are found by
 * joining what neighbouring windows left open, so nothing depends on how time was cut.
 */
record Answer(long askedAt, long afterSeconds) {

    private static final long HORIZON_SECONDS = Duration.ofDays(14).toSeconds();

    /** A conversation as one mailbox and contact have it. */
    private record Conversation(int mailbox, int contact, long number) {}

    long at() {
        return askedAt + afterSeconds;
    }

    /** All answers that one side gave. */
    static List<Answer> by(Side side, Collection<Stretch> stretches) {
        List<Answer> answers = new ArrayList<>(joined(stretches, side));
        for (Stretch stretch : stretches) {
            ContactFacts facts = stretch.facts();
            for (Reply reply : side == Side.US ? facts.getRepliesByUsList() : facts.getRepliesByThemList()) {
                answers.add(new Answer(reply.getAskedAt(), reply.getAfterSeconds()));
            }
        }
        return answers;
    }

    /** Those that lie in a later window than their ask. */
    private static List<Answer> joined(Collection<Stretch> stretches, Side by) {
        Map<Conversation, NavigableSet<Long>> ends = new HashMap<>();
        for (Stretch stretch : stretches) {
            ContactFacts facts = stretch.facts();
            for (OpenEnd end : by == Side.US ? facts.getAnswersByUsList() : facts.getAnswersByThemList()) {
                ends.computeIfAbsent(conversation(stretch, end), key -> new TreeSet<>())
                        .add(end.getAt());
            }
        }
        List<Answer> answers = new ArrayList<>();
        for (Stretch stretch : stretches) {
            ContactFacts facts = stretch.facts();
            for (OpenEnd ask : by == Side.US ? facts.getWaitingForUsList() : facts.getWaitingForThemList()) {
                Long at = ends.getOrDefault(conversation(stretch, ask), Collections.emptyNavigableSet())
                        .higher(ask.getAt());
                if (at != null && at - ask.getAt() <= HORIZON_SECONDS) {
                    answers.add(new Answer(ask.getAt(), at - ask.getAt()));
                }
            }
        }
        return answers;
    }

    private static Conversation conversation(Stretch stretch, OpenEnd end) {
        return new Conversation(stretch.mailbox(), stretch.contact(), end.getConversation());
    }
}
