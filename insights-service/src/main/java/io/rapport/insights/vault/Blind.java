package io.rapport.insights.vault;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Comparator;

/** A blind index as two numbers, for maps of many. */
record Blind(long high, long low) {

    static final int BYTES = 16;

    /** The order of the bytes, which all writers keep so that they cannot deadlock. */
    static final Comparator<Blind> ORDER =
            Comparator.comparing(Blind::high, Long::compareUnsigned).thenComparing(Blind::low, Long::compareUnsigned);

    static Blind of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Blind(buffer.getLong(), buffer.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    Buffer buffer() {
        return Buffer.buffer(bytes());
    }
}
