package io.rapport.ingestion.mailbox;

import io.rapport.ingestion.fold.MessageHeader;
import io.rapport.ingestion.fold.UnitFold;
import java.nio.charset.StandardCharsets;

/** Tells a fold of a message whose texts are strings, as any parser but ours has them. */
final class Written {

    private final UnitFold fold;
    private final MessageHeader header;
    private byte[] texts = new byte[1 << 18];
    private int end;

    Written(UnitFold fold) {
        this.fold = fold;
        this.header = fold.header();
    }

    void begin() {
        end = 0;
        header.begin(texts);
    }

    void id(String text) {
        int from = end;
        header.id(from, add(text));
    }

    void conversation(String text) {
        int from = end;
        header.conversation(from, add(text));
    }

    void draft(boolean draft) {
        header.draft(draft);
    }

    void received(long second) {
        header.received(second);
    }

    void from(String address, String name) {
        int from = end;
        int middle = add(address);
        header.from(header.person(from, middle, middle, add(name)));
    }

    void recipient(boolean to, String address, String name) {
        int from = end;
        int middle = add(address);
        header.recipient(to, header.person(from, middle, middle, add(name)));
    }

    void accept() {
        fold.accept(header);
    }

    private int add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (end + bytes.length > texts.length) {
            throw new IllegalStateException("a longer message than any page of the benchmark has");
        }
        System.arraycopy(bytes, 0, texts, end, bytes.length);
        end += bytes.length;
        return end;
    }
}
