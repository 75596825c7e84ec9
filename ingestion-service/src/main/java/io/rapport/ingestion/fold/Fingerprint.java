package io.rapport.ingestion.fold;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 64 bits that stand for a stretch of bytes within one process. No secret and never stored: what leaves the process is a
 * pseudonym. Among a million ids a collision is one in forty million.
 */
final class Fingerprint {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = 0xA0761D6478BD642FL;
    private static final long FACTOR = 0xE7037ED1A0B428DBL;

    private Fingerprint() {}

    static long of(byte[] bytes, int from, int until) {
        long hash = SEED ^ (until - from);
        int at = from;
        for (; at + Long.BYTES <= until; at += Long.BYTES) {
            hash = mixed(hash ^ (long) LONGS.get(bytes, at));
        }
        long rest = 0;
        for (; at < until; at++) {
            rest = rest << 8 | bytes[at] & 0xff;
        }
        return mixed(hash ^ rest);
    }

    private static long mixed(long value) {
        return value * FACTOR ^ Math.unsignedMultiplyHigh(value, FACTOR);
    }
}
