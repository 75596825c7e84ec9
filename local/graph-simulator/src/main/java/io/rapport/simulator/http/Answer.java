package io.rapport.simulator.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What goes back.
 *
 * @param zipped whether the body is compressed already
 */
record Answer(int status, String contentType, byte[] body, boolean zipped) {

    /** Smaller answers gain nothing. */
    private static final int WORTH_ZIPPING = 1_000;

    Answer(int status, String contentType, byte[] body) {
        this(status, contentType, body, false);
    }

    boolean worthZipping() {
        return body.length >= WORTH_ZIPPING;
    }

    Answer zip() {
        if (zipped) {
            return this;
        }
        ByteArrayOutputStream small = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream out = new Fast(small)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer(status, contentType, small.toByteArray(), true);
    }

    Answer plain() {
        if (!zipped) {
            return this;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new Answer(status, contentType, in.readAllBytes(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Fast extends GZIPOutputStream {
        Fast(ByteArrayOutputStream out) throws IOException {
            super(out, 1 << 14);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
