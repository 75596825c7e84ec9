package io.rapport.insights.snapshot;

import io.rapport.contracts.ids.Te;
import io.rapport.kit.keys.EpochCipher;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Opens what {@link SealedStream} sealed. A chunk changed, moved, left out or of another epoch is an error, never data. */
final class OpenedStream extends InputStream {

    private static final int LONGEST = 1 << 21;

    private final DataInputStream in;
    private final EpochCipher cipher;
    private final Te te;
    private byte[] chunk = new byte[0];
    private int at;
    private long number;
    private boolean last;

    /** @param in behind the {@linkplain #te header} */
    OpenedStream(DataInputStream in, EpochCipher cipher, Te te) {
        this.in = in;
        this.cipher = cipher;
        this.te = te;
    }

    /**
     * Reads the header.
     *
     * @throws IOException if it is no snapshot
     */
    static Te te(DataInputStream in) throws IOException {
        byte[] magic = in.readNBytes(SealedStream.MAGIC.length);
        if (!Arrays.equals(magic, SealedStream.MAGIC)) {
            throw new IOException("this is no snapshot");
        }
        long te = in.readLong();
        if (te <= 0) {
            throw new IOException("this is no snapshot");
        }
        return new Te(te);
    }

    @Override
    public int read() throws IOException {
        return fill() ? chunk[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!fill()) {
            return -1;
        }
        int some = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, bytes, offset, some);
        at += some;
        return some;
    }

    private boolean fill() throws IOException {
        while (at == chunk.length) {
            if (last) {
                return false;
            }
            int length = in.readInt();
            if (length <= 0 || length > LONGEST) {
                throw new IOException("the snapshot is damaged");
            }
            open(in.readNBytes(length));
        }
        return true;
    }

    private void open(byte[] sealed) throws IOException {
        for (boolean isLast : new boolean[] {false, true}) {
            try {
                chunk = cipher.open(sealed, SealedStream.place(te, number, isLast));
                at = 0;
                last = isLast;
                number++;
                if (last && in.read() >= 0) {
                    throw new IOException("the snapshot goes on behind its end");
                }
                return;
            } catch (GeneralSecurityException e) {
                // Which of the two it is only the seal can tell.
            }
        }
        throw new IOException("the snapshot is damaged, or sealed with another key");
    }
}
