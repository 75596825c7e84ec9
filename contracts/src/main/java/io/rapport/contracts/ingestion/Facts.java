package io.rapport.contracts.ingestion;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@link ContactFacts} as they travel and are stored, {@link PackedFacts}, and back. */
public final class Facts {

    /** What one number says beside a time: whose the mail or the reply is. */
    private static final int SIDES = 2;

    private static final int THEIRS = 1;
    /** Numbers that say what became of one side's mail on one day. */
    private static final int MAIL_NUMBERS = 4;

    private static final int REPLY_NUMBERS = 2;
    private static final int KINDS = 4;

    private Facts() {}

    private record TimedReply(int side, Reply reply) {}

    private record TimedEnd(int kind, OpenEnd end) {}

    /** For whoever writes few of them. */
    public static ByteString pack(ContactFacts facts) {
        PackedFacts.Builder packed = PackedFacts.newBuilder()
                .setFirstAt(facts.getFirstAt())
                .setSpan(Math.toIntExact(facts.getLastAt() - facts.getFirstAt()))
                .addAllMeetings(facts.getMeetingsList());
        packMail(facts, packed);
        packReplies(facts, packed);
        packEnds(facts, packed);
        return packed.build().toByteString();
    }

    private static void packMail(ContactFacts facts, PackedFacts.Builder packed) {
        int before = 0;
        for (int i = 0; i < facts.getDayCount(); i++) {
            for (int side = 0; side < SIDES; side++) {
                boolean ours = side != THEIRS;
                int count = ours ? facts.getSent(i) : facts.getReceived(i);
                if (count > 0) {
                    packed.addMail(SIDES * (facts.getDay(i) - before) + side)
                            .addMail(count)
                            .addMail(ours ? facts.getAsksByUs(i) : facts.getAsksByThem(i))
                            .addMail(ours ? facts.getSentWeight(i) : facts.getReceivedWeight(i));
                    before = facts.getDay(i);
                }
            }
        }
    }

    private static void packReplies(ContactFacts facts, PackedFacts.Builder packed) {
        List<TimedReply> replies = new ArrayList<>();
        facts.getRepliesByUsList().forEach(reply -> replies.add(new TimedReply(0, reply)));
        facts.getRepliesByThemList().forEach(reply -> replies.add(new TimedReply(THEIRS, reply)));
        replies.sort(Comparator.comparingLong((TimedReply timed) -> timed.reply.getAskedAt())
                .thenComparing(TimedReply::side));
        long before = facts.getFirstAt();
        for (TimedReply timed : replies) {
            long at = timed.reply.getAskedAt();
            packed.addReplies(SIDES * (at - before) + timed.side).addReplies(timed.reply.getAfterSeconds());
            before = at;
        }
    }

    private static void packEnds(ContactFacts facts, PackedFacts.Builder packed) {
        List<TimedEnd> ends = new ArrayList<>();
        List<List<OpenEnd>> kinds = List.of(
                facts.getWaitingForUsList(),
                facts.getWaitingForThemList(),
                facts.getAnswersByUsList(),
                facts.getAnswersByThemList());
        for (int kind = 0; kind < KINDS; kind++) {
            for (OpenEnd end : kinds.get(kind)) {
                ends.add(new TimedEnd(kind, end));
            }
        }
        ends.sort(
                Comparator.comparingLong((TimedEnd timed) -> timed.end.getAt()).thenComparing(TimedEnd::kind));
        long before = facts.getFirstAt();
        for (TimedEnd timed : ends) {
            long at = timed.end.getAt();
            packed.addOpenAt(KINDS * (at - before) + timed.kind).addOpenConversation(timed.end.getConversation());
            before = at;
        }
    }

    /** @throws InvalidProtocolBufferException if these are no packed facts */
    public static ContactFacts unpack(ByteString bytes) throws InvalidProtocolBufferException {
        PackedFacts packed = PackedFacts.parseFrom(bytes);
        if (packed.getMailCount() % MAIL_NUMBERS != 0
                || packed.getRepliesCount() % REPLY_NUMBERS != 0
                || packed.getOpenAtCount() != packed.getOpenConversationCount()) {
            throw new InvalidProtocolBufferException("a list of facts ends too early");
        }
        ContactFacts.Builder facts = ContactFacts.newBuilder()
                .setFirstAt(packed.getFirstAt())
                .setLastAt(packed.getFirstAt() + packed.getSpan())
                .addAllMeetings(packed.getMeetingsList());
        unpackMail(packed, facts);
        unpackReplies(packed, facts);
        unpackEnds(packed, facts);
        return facts.build();
    }

    private static void unpackMail(PackedFacts packed, ContactFacts.Builder facts) {
        int day = 0;
        for (int i = 0; i < packed.getMailCount(); i += MAIL_NUMBERS) {
            long timed = packed.getMail(i);
            day += Math.toIntExact(timed / SIDES);
            int last = facts.getDayCount() - 1;
            if (last < 0 || facts.getDay(last) != day) {
                facts.addDay(day)
                        .addSent(0)
                        .addReceived(0)
                        .addSentWeight(0)
                        .addReceivedWeight(0)
                        .addAsksByUs(0)
                        .addAsksByThem(0);
                last++;
            }
            int count = Math.toIntExact(packed.getMail(i + 1));
            int asks = Math.toIntExact(packed.getMail(i + 2));
            long weight = packed.getMail(i + 3);
            if (timed % SIDES == THEIRS) {
                facts.setReceived(last, count).setAsksByThem(last, asks).setReceivedWeight(last, weight);
            } else {
                facts.setSent(last, count).setAsksByUs(last, asks).setSentWeight(last, weight);
            }
        }
    }

    private static void unpackReplies(PackedFacts packed, ContactFacts.Builder facts) {
        long at = packed.getFirstAt();
        for (int i = 0; i < packed.getRepliesCount(); i += REPLY_NUMBERS) {
            long timed = packed.getReplies(i);
            at += timed / SIDES;
            Reply reply = Reply.newBuilder()
                    .setAskedAt(at)
                    .setAfterSeconds(Math.toIntExact(packed.getReplies(i + 1)))
                    .build();
            if (timed % SIDES == THEIRS) {
                facts.addRepliesByThem(reply);
            } else {
                facts.addRepliesByUs(reply);
            }
        }
    }

    private static void unpackEnds(PackedFacts packed, ContactFacts.Builder facts) {
        long at = packed.getFirstAt();
        for (int i = 0; i < packed.getOpenAtCount(); i++) {
            long timed = packed.getOpenAt(i);
            at += timed / KINDS;
            OpenEnd end = OpenEnd.newBuilder()
                    .setConversation(packed.getOpenConversation(i))
                    .setAt(at)
                    .build();
            var unused = switch ((int) (timed % KINDS)) {
                case 0 -> facts.addWaitingForUs(end);
                case 1 -> facts.addWaitingForThem(end);
                case 2 -> facts.addAnswersByUs(end);
                default -> facts.addAnswersByThem(end);
            };
        }
    }
}
