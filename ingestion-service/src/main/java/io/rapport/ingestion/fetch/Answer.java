package io.rapport.ingestion.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Optional;
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

    private final Optional<LibDeflate> libDeflate;
    private final Buffer zipped = new Buffer(GZIP_BUFFER);
    private final Buffer plain = new Buffer(FIRST);

    Answer() {
        this(LibDeflate.open());
    }

    /** @param libDeflate what decompresses instead of the JDK, with the same result */
    Answer(Optional<LibDeflate> libDeflate) {
        this.libDeflate = libDeflate;
    }

    /** What decompresses on this machine, for people. */
    static String decompressor() {
        return LibDeflate.open().isPresent() ? "libdeflate" : "the JDK";
    }

    byte[] bytes() {
        return plain.bytes;
    }

    int length() {
        return plain.length;
    }

    /** Not worth keeping: one exceptional answer has made it large. */
    boolean large() {
        return plain.bytes.length + zipped.bytes.length > 8 * FIRST;
    }

    /** @throws TooLarge if it does not end in time */
    void read(InputStream body) throws IOException {
        plain.length = 0;
        PushbackInputStream begun = new PushbackInputStream(body);
        int first = begun.read();
        if (first < 0) {
            throw new IOException("empty answer");
        }
        begun.unread(first);
        // JSON and numbers never begin like gzip, so nothing but the body itself need be asked.
        if (first != GZIP_MAGIC) {
            plain.fill(begun);
        } else if (libDeflate.isPresent()) {
            gunzip(begun, libDeflate.get());
        } else {
            try (InputStream unzipped = new GZIPInputStream(begun, GZIP_BUFFER)) {
                plain.fill(unzipped);
            }
        }
    }

    /** A gzip file is one member after the other, though nobody is known to answer with more than one. */
    private void gunzip(InputStream body, LibDeflate decompressor) throws IOException {
        zipped.length = 0;
        zipped.fill(body);
        for (int from = 0; from < zipped.length && zipped.bytes[from] == GZIP_MAGIC; ) {
            while (!decompressor.gunzip(zipped.bytes, from, zipped.length, plain.bytes, plain.length)) {
                plain.enlarge();
            }
            from += decompressor.taken();
            plain.length += decompressor.given();
        }
    }

    private static final class Buffer {

        byte[] bytes;
        int length;

        Buffer(int size) {
            bytes = new byte[size];
        }

        /** Adds all that comes. */
        void fill(InputStream in) throws IOException {
            for (int more = in.read(bytes, length, bytes.length - length); more >= 0; ) {
                length += more;
                if (length == bytes.length) {
                    enlarge();
                }
                more = in.read(bytes, length, bytes.length - length);
            }
        }

        void enlarge() throws TooLarge {
            if (bytes.length >= LONGEST) {
                throw new TooLarge();
            }
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
    }

    /** So large that it must be asked for in smaller pieces. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("the answer does not end");
        }
    }
}
