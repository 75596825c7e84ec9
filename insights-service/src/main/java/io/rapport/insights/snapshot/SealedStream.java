package io.rapport.insights.snapshot;

import io.rapport.contracts.ids.Te;
import io.rapport.kit.keys.EpochCipher;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Seals a stream in chunks under the epoch's key, so that no clear byte ever reaches the disk and no chunk can be left
 * out, moved or taken from another epoch: each is bound to the te, its number and whether it is the last.
 *
 * <p>Format: {@code RAPPORT1}, te (8 bytes), then for each chunk its sealed length (4 bytes) and the sealed chunk.
 */
final class SealedStream extends OutputStream {

    static final byte[] MAGIC = {'R', 'A', 'P', 'P', 'O', 'R', 'T', '1'};
    private static final int CHUNK = 1 << 20;

    private final DataOutputStream out;
    private final EpochCipher cipher;
    private final Te te;
    private final byte[] chunk = new byte[CHUNK];
    private int filled;
    private long number;
    private boolean closed;

    SealedStream(OutputStream out, EpochCipher cipher, Te te) throws IOException {
        this.out = new DataOutputStream(out);
        this.cipher = cipher;
        this.te = te;
        this.out.write(MAGIC);
        this.out.writeLong(te.value());
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (filled == CHUNK) {
                emit(false);
            }
            int some = Math.min(CHUNK - filled, length - done);
            System.arraycopy(bytes, offset + done, chunk, filled, some);
            filled += some;
            done += some;
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            emit(true);
            out.flush();
        }
    }

    private void emit(boolean last) throws IOException {
        byte[] sealed = cipher.seal(Arrays.copyOf(chunk, filled), place(te, number++, last));
        out.writeInt(sealed.length);
        out.write(sealed);
        filled = 0;
    }

    static byte[] place(Te te, long number, boolean last) {
        return ByteBuffer.allocate(17)
                .putLong(te.value())
                .putLong(number)
                .put((byte) (last ? 1 : 0))
                .array();
    }
}
