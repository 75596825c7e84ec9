package io.rapport.insights.relationship;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.Reply;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Folds one conversation of asks both ways by the rules of the contract, naively, for windows of given lengths. */
final class Cutting {

    private static final long CONVERSATION = 9;
    private static final long DAY = 86_400;
    private static final long HORIZON = 14 * DAY;

    private Cutting() {}

    /** @param mail by second, true for ours */
    static List<Stretch> fold(NavigableMap<Long, Boolean> mail, LocalDate from, List<Integer> lengths) {
        List<Stretch> stretches = new ArrayList<>();
        LocalDate start = from;
        for (int length : lengths) {
            LocalDate end = start.plusDays(length);
            var within = mail.subMap(second(start), true, second(end), false);
            if (!within.isEmpty()) {
                stretches.add(new Stretch(1, 1, start, facts(within, start, end)));
            }
            start = end;
        }
        return stretches;
    }

    private static ContactFacts facts(NavigableMap<Long, Boolean> mail, LocalDate start, LocalDate end) {
        ContactFacts.Builder facts =
                ContactFacts.newBuilder().setFirstAt(mail.firstKey()).setLastAt(mail.lastKey());
        TreeMap<Long, int[]> days = new TreeMap<>();
        mail.forEach((at, ours) -> {
            days.computeIfAbsent((at - second(start)) / DAY, day -> new int[2])[ours ? 0 : 1]++;
            Long answer = mail.tailMap(at, false).entrySet().stream()
                    .filter(later -> !later.getValue().equals(ours))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
            if (answer != null && answer - at <= HORIZON) {
                Reply reply = Reply.newBuilder()
                        .setAskedAt(at)
                        .setAfterSeconds((int) (answer - at))
                        .build();
                var unused = ours ? facts.addRepliesByThem(reply) : facts.addRepliesByUs(reply);
            } else if (answer == null && at + HORIZON >= second(end)) {
                var unused = ours ? facts.addWaitingForThem(end(at)) : facts.addWaitingForUs(end(at));
            }
        });
        for (boolean ours : new boolean[] {true, false}) {
            mail.entrySet().stream()
                    .filter(entry -> entry.getValue() == ours)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .filter(at -> at - second(start) <= HORIZON)
                    .ifPresent(at -> {
                        var unused = ours ? facts.addAnswersByUs(end(at)) : facts.addAnswersByThem(end(at));
                    });
        }
        days.forEach((day, counts) -> facts.addDay(day.intValue())
                .addSent(counts[0])
                .addReceived(counts[1])
                .addSentWeight(counts[0] * 65_536L)
                .addReceivedWeight(counts[1] * 65_536L)
                .addAsksByUs(counts[0])
                .addAsksByThem(counts[1]));
        return facts.build();
    }

    private static OpenEnd end(long at) {
        return OpenEnd.newBuilder().setConversation(CONVERSATION).setAt(at).build();
    }

    private static long second(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }
}
