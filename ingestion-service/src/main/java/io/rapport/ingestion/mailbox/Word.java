package io.rapport.ingestion.mailbox;

import io.rapport.ingestion.fold.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A few bytes that a page has over and over, as numbers of eight of them: compared without a loop. */
final class Word {

    private static final int LONGEST = 3 * Long.BYTES;

    final int length;
    private final long head;
    private final long mask;
    private final long middle;
    private final long tail;

    /** @param text ASCII, not more than 24 letters */
    Word(String text) {
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), LONGEST);
        length = text.length();
        if (length > LONGEST) {
            throw new IllegalArgumentException("too long");
        }
        head = Bytes.eight(bytes, 0);
        mask = length < Long.BYTES ? (1L << length * Byte.SIZE) - 1 : -1;
        middle = Bytes.eight(bytes, Long.BYTES);
        tail = Bytes.eight(bytes, Math.max(0, length - Long.BYTES));
    }

    /** Whether it stands in a page at a place. A page is longer than what may stand at its end. */
    boolean standsIn(byte[] page, int at, int limit) {
        return at + LONGEST <= limit
                && (Bytes.eight(page, at) & mask) == head
                && (length <= Long.BYTES
                        || Bytes.eight(page, at + length - Long.BYTES) == tail
                                && (length <= 2 * Long.BYTES || Bytes.eight(page, at + Long.BYTES) == middle));
    }
}
