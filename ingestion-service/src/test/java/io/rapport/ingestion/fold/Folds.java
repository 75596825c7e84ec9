package io.rapport.ingestion.fold;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.Reply;
import io.rapport.ingestion.plan.Window;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Random mail from a seed, cuts of a year, and a plain joiner of open ends to compare with. */
final class Folds {

    static final LocalDate START = LocalDate.parse("2025-07-01");
    private static final long HORIZON = 14 * 86_400L;

    private Folds() {}

    static UnitFold of(Window window, Set<String> owner) {
        Insiders insiders = new Insiders(Set.of("ours.example"), Set.copyOf(owner));
        return new UnitFold(window, owner, insiders, new Pseudonyms() {
            @Override
            public long conversation(String conversationId) {
                return conversationId.hashCode();
            }

            @Override
            public long meeting(String iCalUId, long start) {
                return iCalUId.hashCode() * 31L + start;
            }
        });
    }

    /** Conversations between the owner and a few contacts over a year, many of them across month ends. */
    static List<MessageHeader> randomYear(long seed, String owner) {
        Random random = new Random(seed);
        long start = new Window(START, START.plusDays(1)).start().getEpochSecond();
        List<MessageHeader> mail = new ArrayList<>();
        for (int conversation = 0; conversation < 150; conversation++) {
            Correspondent contact = Correspondent.of("c" + random.nextInt(5) + "@theirs.example", "Contact");
            long at = start + random.nextInt(360 * 86_400);
            for (int i = random.nextInt(6); i >= 0 && at < start + 365L * 86_400; i--) {
                boolean ours = random.nextBoolean();
                boolean direct = random.nextDouble() < 0.8;
                Correspondent us = Correspondent.of(owner, "Owner");
                Correspondent to = ours ? contact : us;
                mail.add(new MessageHeader(
                        seed + "-" + mail.size(),
                        "conversation" + conversation,
                        "",
                        false,
                        at,
                        ours ? us : contact,
                        direct ? List.of(to) : List.of(Correspondent.of("boss@ours.example", "")),
                        direct ? List.of() : List.of(to)));
                at += 1 + (long) Math.exp(random.nextDouble() * Math.log(20 * 86_400));
            }
        }
        return mail;
    }

    static List<Window> cut(int days, int width) {
        List<Window> windows = new ArrayList<>();
        for (int day = 0; day < days; day += width) {
            windows.add(new Window(START.plusDays(day), START.plusDays(Math.min(days, day + width))));
        }
        return windows;
    }

    static List<Window> randomCut(int days, long seed) {
        Random random = new Random(seed);
        List<Window> windows = new ArrayList<>();
        for (int day = 0; day < days; ) {
            int until = Math.min(days, day + 1 + random.nextInt(45));
            windows.add(new Window(START.plusDays(day), START.plusDays(until)));
            day = until;
        }
        return windows;
    }

    /** Sums per contact and day, and all replies in order. */
    record Totals(Map<String, Long> sums, List<String> repliesByUs, List<String> repliesByThem) {}

    static Totals total(List<MessageHeader> mail, List<Window> windows, String owner) {
        Map<String, Long> sums = new TreeMap<>();
        Map<String, List<ContactFacts>> byContact = new TreeMap<>();
        for (Window window : windows) {
            UnitFold fold = of(window, Set.of(owner));
            mail.stream()
                    .filter(message -> message.received() >= window.start().getEpochSecond()
                            && message.received() < window.end().getEpochSecond())
                    .forEach(fold::accept);
            for (ContactFold contact : fold.contacts()) {
                ContactFacts facts = contact.getFacts();
                byContact
                        .computeIfAbsent(contact.getAddress(), a -> new ArrayList<>())
                        .add(facts);
                for (int i = 0; i < facts.getDayCount(); i++) {
                    String day = contact.getAddress() + " " + window.from().plusDays(facts.getDay(i)) + " ";
                    sums.merge(day + "sent", (long) facts.getSent(i), Long::sum);
                    sums.merge(day + "received", (long) facts.getReceived(i), Long::sum);
                    sums.merge(day + "sentWeight", facts.getSentWeight(i), Long::sum);
                    sums.merge(day + "asksByThem", (long) facts.getAsksByThem(i), Long::sum);
                }
            }
        }
        List<String> byUs = new ArrayList<>();
        List<String> byThem = new ArrayList<>();
        byContact.forEach((address, all) -> {
            byUs.addAll(join(
                    address,
                    all.stream().flatMap(f -> f.getRepliesByUsList().stream()).toList(),
                    all.stream().flatMap(f -> f.getWaitingForUsList().stream()).toList(),
                    all.stream().flatMap(f -> f.getAnswersByUsList().stream()).toList()));
            byThem.addAll(join(
                    address,
                    all.stream().flatMap(f -> f.getRepliesByThemList().stream()).toList(),
                    all.stream()
                            .flatMap(f -> f.getWaitingForThemList().stream())
                            .toList(),
                    all.stream().flatMap(f -> f.getAnswersByThemList().stream()).toList()));
        });
        return new Totals(
                sums, byUs.stream().sorted().toList(), byThem.stream().sorted().toList());
    }

    private static List<String> join(
            String address, List<Reply> replies, List<OpenEnd> waiting, List<OpenEnd> answers) {
        List<String> all = new ArrayList<>();
        replies.forEach(reply -> all.add(address + " " + reply.getAskedAt() + " " + reply.getAfterSeconds()));
        for (OpenEnd ask : waiting) {
            answers.stream()
                    .filter(answer -> answer.getConversation() == ask.getConversation()
                            && answer.getAt() > ask.getAt()
                            && answer.getAt() <= ask.getAt() + HORIZON)
                    .mapToLong(OpenEnd::getAt)
                    .min()
                    .ifPresent(at -> all.add(address + " " + ask.getAt() + " " + (at - ask.getAt())));
        }
        return all;
    }
}
