package io.rapport.insights.snapshot;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads what {@link FramedOutput} wrote, and no further. */
final class FramedInput extends InputStream {

    private final DataInputStream in;
    private int left;
    private boolean ended;

    FramedInput(DataInputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 && !ended) {
            left = in.readInt();
            ended = left == 0;
        }
        if (ended) {
            return -1;
        }
        int some = in.read(bytes, offset, Math.min(length, left));
        if (some < 0) {
            throw new IOException("the snapshot ends in the middle of a table");
        }
        left -= some;
        return some;
    }
}
