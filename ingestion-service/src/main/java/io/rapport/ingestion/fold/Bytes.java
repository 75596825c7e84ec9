package io.rapport.ingestion.fold;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of an array at once. Stretches of a page are short, and there are many: what {@link java.util.Arrays} does
 * for long ones costs more than it saves here.
 */
public final class Bytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    /** The first is the lowest. @throws IndexOutOfBoundsException if there are fewer */
    public static long eight(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    static void eight(byte[] bytes, int at, long value) {
        LONGS.set(bytes, at, value);
    }

    /** Whether an array holds all of another from a place on, before a limit. */
    public static boolean standAt(byte[] wanted, byte[] bytes, int at, int limit) {
        int length = wanted.length;
        if (at + length > limit) {
            return false;
        }
        int last = length - Long.BYTES;
        if (last < 0) {
            for (int i = 0; i < length; i++) {
                if (wanted[i] != bytes[at + i]) {
                    return false;
                }
            }
            return true;
        }
        for (int i = 0; i < last; i += Long.BYTES) {
            if (eight(wanted, i) != eight(bytes, at + i)) {
                return false;
            }
        }
        return eight(wanted, last) == eight(bytes, at + last);
    }
}
