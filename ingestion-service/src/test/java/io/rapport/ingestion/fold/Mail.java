package io.rapport.ingestion.fold;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A message as a test writes it down. */
public record Mail(
        String id,
        String conversation,
        String type,
        boolean draft,
        long received,
        Correspondent from,
        List<Correspondent> to,
        List<Correspondent> cc) {

    /** Told to the fold as a reader of pages would. */
    public void into(UnitFold fold) {
        Texts texts = new Texts();
        int[] idAt = texts.add(id);
        int[] conversationAt = texts.add(conversation);
        int[] typeAt = texts.add(type);
        int[] fromAt = texts.add(from);
        List<int[]> toAt = to.stream().map(texts::add).toList();
        List<int[]> ccAt = cc.stream().map(texts::add).toList();

        MessageHeader header = fold.header();
        header.begin(texts.bytes.toByteArray());
        // In no order that Graph promises.
        ccAt.forEach(who -> header.recipient(false, person(header, who)));
        header.type(typeAt[0], typeAt[1]);
        header.draft(draft);
        toAt.forEach(who -> header.recipient(true, person(header, who)));
        header.received(received);
        header.conversation(conversationAt[0], conversationAt[1]);
        header.from(person(header, fromAt));
        header.id(idAt[0], idAt[1]);
        fold.accept(header);
    }

    private static Spelling person(MessageHeader header, int[] who) {
        return header.person(who[0], who[1], who[2], who[3]);
    }

    private static final class Texts {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        int[] add(String text) {
            int from = bytes.size();
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            return new int[] {from, bytes.size()};
        }

        int[] add(Correspondent who) {
            int[] address = add(who.address());
            int[] name = add(who.name());
            return new int[] {address[0], address[1], name[0], name[1]};
        }
    }
}
