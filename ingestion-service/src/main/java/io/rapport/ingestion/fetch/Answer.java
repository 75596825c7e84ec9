package io.rapport.ingestion.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * The body of one answer, whole and decompressed, in a buffer that is used again for the next. Whole, because a parser
 * that need not wait for more is several times faster, and because the network's time is then not the fold's.
 */
final class Answer {

    /** More than any page of a thousand headers; what is larger is asked for in smaller pages. */
    private static final int LONGEST = 32 << 20;

    private static final int FIRST = 1 << 20;
    private static final int GZIP_BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f;

    private byte[] bytes = new byte[FIRST];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Not worth keeping: one exceptional answer has made it large. */
    boolean large() {
        return bytes.length > 8 * FIRST;
    }

    /** @throws TooLarge if it does not end in time */
    void read(InputStream body) throws IOException {
        length = 0;
        PushbackInputStream begun = new PushbackInputStream(body);
        int first = begun.read();
        if (first < 0) {
            throw new IOException("empty answer");
        }
        begun.unread(first);
        // JSON and numbers never begin like gzip, so nothing but the body itself need be asked.
        try (InputStream plain = first == GZIP_MAGIC ? new GZIPInputStream(begun, GZIP_BUFFER) : begun) {
            for (int more = plain.read(bytes, 0, bytes.length); more >= 0; ) {
                length += more;
                if (length == bytes.length) {
                    enlarge();
                }
                more = plain.read(bytes, length, bytes.length - length);
            }
        }
    }

    private void enlarge() throws TooLarge {
        if (length >= LONGEST) {
            throw new TooLarge();
        }
        bytes = Arrays.copyOf(bytes, 2 * length);
    }

    /** So large that it must be asked for in smaller pieces. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("the answer does not end");
        }
    }
}
