package io.rapport.ingestion.fold;

/**
 * 64 bits that stand for a stretch of bytes within one process; sixteen bytes are mixed by one multiplication, as wyhash
 * does. No secret and never stored: what leaves the process is a pseudonym. Among a million ids a collision is one in
 * forty million.
 */
final class Fingerprint {

    private static final long SEED = 0xA0761D6478BD642FL;
    private static final long FACTOR = 0xE7037ED1A0B428DBL;
    private static final long THIRD = 0x8EBC6AF09C88C6E3L;
    static final int PLACE_BYTES = 3 * Long.BYTES;
    private static final int BLOCK = 2 * Long.BYTES;

    private Fingerprint() {}

    static long of(byte[] bytes, int from, int until) {
        int length = until - from;
        long hash = SEED ^ length;
        if (length >= BLOCK) {
            int last = until - BLOCK;
            for (int at = from; at < last; at += BLOCK) {
                hash = mixed(hash ^ Bytes.eight(bytes, at), FACTOR ^ Bytes.eight(bytes, at + Long.BYTES));
            }
            hash = mixed(hash ^ Bytes.eight(bytes, last), FACTOR ^ Bytes.eight(bytes, last + Long.BYTES));
        } else if (length >= Long.BYTES) {
            hash = mixed(hash ^ Bytes.eight(bytes, from), FACTOR ^ Bytes.eight(bytes, until - Long.BYTES));
        } else {
            long few = 0;
            for (int at = from; at < until; at++) {
                few = few << 8 | bytes[at] & 0xff;
            }
            hash ^= few;
        }
        return mixed(hash, FACTOR);
    }

    /** Few bits, for looking up what is compared then, of the next {@link #PLACE_BYTES}. */
    static int place(byte[] bytes, int at) {
        long mixed = Bytes.eight(bytes, at) * SEED
                ^ Bytes.eight(bytes, at + Long.BYTES) * FACTOR
                ^ Bytes.eight(bytes, at + 2 * Long.BYTES) * THIRD;
        return (int) (mixed >>> Integer.SIZE) ^ (int) (mixed >>> 48);
    }

    private static long mixed(long one, long other) {
        return one * other ^ Math.unsignedMultiplyHigh(one, other);
    }
}
