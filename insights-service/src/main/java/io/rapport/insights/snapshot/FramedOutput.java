package io.rapport.insights.snapshot;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream within a stream: pieces with their length in front, and a zero at the end. Closing it closes only itself. */
final class FramedOutput extends BufferedOutputStream {

    private static final int PIECE = 1 << 16;

    private final DataOutputStream out;

    FramedOutput(DataOutputStream out) {
        super(new Pieces(out), PIECE);
        this.out = out;
    }

    @Override
    public void close() throws IOException {
        flush();
        out.writeInt(0);
    }

    private static final class Pieces extends OutputStream {
        private final DataOutputStream out;

        Pieces(DataOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                out.writeInt(length);
                out.write(bytes, offset, length);
            }
        }
    }
}
