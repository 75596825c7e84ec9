package io.rapport.ingestion.fold;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 64 bits that stand for a stretch of bytes within one process; sixteen bytes are mixed by one multiplication, as wyhash
 * does. No secret and never stored: what leaves the process is a pseudonym. Among a million ids a collision is one in
 * forty million.
 */
final class Fingerprint {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = 0xA0761D6478BD642FL;
    private static final long FACTOR = 0xE7037ED1A0B428DBL;
    private static final int BLOCK = 2 * Long.BYTES;

    private Fingerprint() {}

    static long of(byte[] bytes, int from, int until) {
        int length = until - from;
        long hash = SEED ^ length;
        if (length >= BLOCK) {
            int last = until - BLOCK;
            for (int at = from; at < last; at += BLOCK) {
                hash = mixed(hash ^ eight(bytes, at), FACTOR ^ eight(bytes, at + Long.BYTES));
            }
            hash = mixed(hash ^ eight(bytes, last), FACTOR ^ eight(bytes, last + Long.BYTES));
        } else if (length >= Long.BYTES) {
            hash = mixed(hash ^ eight(bytes, from), FACTOR ^ eight(bytes, until - Long.BYTES));
        } else {
            long few = 0;
            for (int at = from; at < until; at++) {
                few = few << 8 | bytes[at] & 0xff;
            }
            hash ^= few;
        }
        return mixed(hash, FACTOR);
    }

    private static long eight(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    private static long mixed(long one, long other) {
        return one * other ^ Math.unsignedMultiplyHigh(one, other);
    }
}
