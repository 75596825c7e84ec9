package io.rapport.graph;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The body of a {@code $count}: plain text, with a byte order mark in front that the SDK's own parser does not expect. */
public final class GraphCount {

    private static final int LONGEST = 64;

    private GraphCount() {}

    /** @throws IOException if it is no number */
    public static long read(InputStream body) throws IOException {
        String text = new String(body.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
        try {
            return Long.parseLong(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (NumberFormatException e) {
            throw new IOException("not a count", e);
        }
    }
}
