package io.rapport.contracts.ingestion;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@link ContactFacts} as they travel and are stored, {@link PackedFacts}, and back. */
public final class Facts {

    /** In the lowest bit of a day's or a reply's time stands whose it is. */
    public static final int SIDE_BITS = 1;

    public static final int THEIRS = 1;

    /** In the lowest bits of an open end's time stands its kind. */
    public static final int KIND_BITS = 2;

    public static final int WAITING_FOR_US = 0;
    public static final int WAITING_FOR_THEM = 1;
    public static final int ANSWER_BY_US = 2;
    public static final int ANSWER_BY_THEM = 3;

    /** Numbers that say what became of one side's mail on one day. */
    private static final int MAIL_NUMBERS = 4;

    private static final int REPLY_NUMBERS = 2;

    private Facts() {}

    /** A reply or an open end. @param kind what stands in the lowest bits of its time */
    private record Timed(long at, int kind, long value) {
        static final Comparator<Timed> ORDER =
                Comparator.comparingLong(Timed::at).thenComparing(Timed::kind);
    }

    private interface Pair {
        void add(long timed, long value);
    }

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
            for (int side = 0; side <= THEIRS; side++) {
                boolean ours = side != THEIRS;
                int count = ours ? facts.getSent(i) : facts.getReceived(i);
                if (count > 0) {
                    packed.addMail((facts.getDay(i) - before) << SIDE_BITS | side)
                            .addMail(count)
                            .addMail(ours ? facts.getAsksByUs(i) : facts.getAsksByThem(i))
                            .addMail(ours ? facts.getSentWeight(i) : facts.getReceivedWeight(i));
                    before = facts.getDay(i);
                }
            }
        }
    }

    private static void packReplies(ContactFacts facts, PackedFacts.Builder packed) {
        List<Timed> replies = new ArrayList<>();
        facts.getRepliesByUsList()
                .forEach(reply -> replies.add(new Timed(reply.getAskedAt(), 0, reply.getAfterSeconds())));
        facts.getRepliesByThemList()
                .forEach(reply -> replies.add(new Timed(reply.getAskedAt(), THEIRS, reply.getAfterSeconds())));
        pack(
                replies,
                SIDE_BITS,
                facts.getFirstAt(),
                (timed, seconds) -> packed.addReplies(timed).addReplies(seconds));
    }

    private static void packEnds(ContactFacts facts, PackedFacts.Builder packed) {
        List<Timed> ends = new ArrayList<>();
        add(facts.getWaitingForUsList(), WAITING_FOR_US, ends);
        add(facts.getWaitingForThemList(), WAITING_FOR_THEM, ends);
        add(facts.getAnswersByUsList(), ANSWER_BY_US, ends);
        add(facts.getAnswersByThemList(), ANSWER_BY_THEM, ends);
        pack(
                ends,
                KIND_BITS,
                facts.getFirstAt(),
                (timed, conversation) -> packed.addOpenAt(timed).addOpenConversation(conversation));
    }

    private static void add(List<OpenEnd> ends, int kind, List<Timed> all) {
        ends.forEach(end -> all.add(new Timed(end.getAt(), kind, end.getConversation())));
    }

    /** By time, which is counted from the one before. */
    private static void pack(List<Timed> all, int bits, long first, Pair to) {
        all.sort(Timed.ORDER);
        long before = first;
        for (Timed one : all) {
            to.add((one.at - before) << bits | one.kind, one.value);
            before = one.at;
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
            day += Math.toIntExact(timed >> SIDE_BITS);
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
            if ((timed & THEIRS) != 0) {
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
            at += timed >> SIDE_BITS;
            Reply reply = Reply.newBuilder()
                    .setAskedAt(at)
                    .setAfterSeconds(Math.toIntExact(packed.getReplies(i + 1)))
                    .build();
            if ((timed & THEIRS) != 0) {
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
            at += timed >> KIND_BITS;
            OpenEnd end = OpenEnd.newBuilder()
                    .setConversation(packed.getOpenConversation(i))
                    .setAt(at)
                    .build();
            var unused = switch ((int) timed & (1 << KIND_BITS) - 1) {
                case WAITING_FOR_US -> facts.addWaitingForUs(end);
                case WAITING_FOR_THEM -> facts.addWaitingForThem(end);
                case ANSWER_BY_US -> facts.addAnswersByUs(end);
                default -> facts.addAnswersByThem(end);
            };
        }
    }
}
