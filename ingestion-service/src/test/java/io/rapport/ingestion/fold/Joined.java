package io.rapport.ingestion.fold;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.Reply;
import io.rapport.ingestion.plan.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A plain reader of folded windows: sums of one contact over any windows, open ends joined. The oracle of the tests. */
final class Joined {

    /** Sent, received, their weights, asks by us and by them. */
    private final Map<Long, List<Long>> days = new TreeMap<>();

    private final List<Reply> byUs = new ArrayList<>();
    private final List<Reply> byThem = new ArrayList<>();
    private final List<OpenEnd> waitingForUs = new ArrayList<>();
    private final List<OpenEnd> waitingForThem = new ArrayList<>();
    private final List<OpenEnd> answersByUs = new ArrayList<>();
    private final List<OpenEnd> answersByThem = new ArrayList<>();
    private final List<String> meetings = new ArrayList<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private String name = "";

    /** Everything that must not depend on how time was cut. */
    record Sums(
            Map<Long, List<Long>> days,
            List<String> repliesByUs,
            List<String> repliesByThem,
            List<String> meetings,
            long first,
            long last,
            String name) {}

    static Map<String, Sums> of(Map<Window, List<ContactFold>> units) {
        Map<String, Joined> contacts = new HashMap<>();
        units.forEach((window, contents) ->
                contents.forEach(contact -> contacts.computeIfAbsent(contact.getAddress(), address -> new Joined())
                        .add(window, contact)));
        Map<String, Sums> sums = new TreeMap<>();
        contacts.forEach((address, joined) -> sums.put(address, joined.sums()));
        return sums;
    }

    private void add(Window window, ContactFold contact) {
        ContactFacts facts = Folded.facts(contact);
        for (int i = 0; i < facts.getDayCount(); i++) {
            days.put(
                    window.from().toEpochDay() + facts.getDay(i),
                    List.of(
                            (long) facts.getSent(i),
                            (long) facts.getReceived(i),
                            facts.getSentWeight(i),
                            facts.getReceivedWeight(i),
                            (long) facts.getAsksByUs(i),
                            (long) facts.getAsksByThem(i)));
        }
        byUs.addAll(facts.getRepliesByUsList());
        byThem.addAll(facts.getRepliesByThemList());
        waitingForUs.addAll(facts.getWaitingForUsList());
        waitingForThem.addAll(facts.getWaitingForThemList());
        answersByUs.addAll(facts.getAnswersByUsList());
        answersByThem.addAll(facts.getAnswersByThemList());
        facts.getMeetingsList().forEach(meeting -> meetings.add(meeting.toString()));
        first = Math.min(first, facts.getFirstAt());
        last = Math.max(last, facts.getLastAt());
        String seen = contact.getDisplayName();
        if (seen.length() > name.length() || seen.length() == name.length() && seen.compareTo(name) < 0) {
            name = seen;
        }
    }

    private Sums sums() {
        return new Sums(
                days,
                replies(byUs, waitingForUs, answersByUs),
                replies(byThem, waitingForThem, answersByThem),
                meetings.stream().sorted().toList(),
                first,
                last,
                name);
    }

    private static List<String> replies(List<Reply> known, List<OpenEnd> waiting, List<OpenEnd> answers) {
        Function<Reply, String> text = reply -> reply.getAskedAt() + "+" + reply.getAfterSeconds();
        List<String> all = new ArrayList<>(known.stream().map(text).toList());
        for (OpenEnd ask : waiting) {
            answers.stream()
                    .filter(answer -> answer.getConversation() == ask.getConversation())
                    .mapToLong(OpenEnd::getAt)
                    .filter(at -> at > ask.getAt() && at - ask.getAt() <= Conversations.HORIZON)
                    .min()
                    .ifPresent(at -> all.add(ask.getAt() + "+" + (at - ask.getAt())));
        }
        return all.stream().sorted().toList();
    }
}
