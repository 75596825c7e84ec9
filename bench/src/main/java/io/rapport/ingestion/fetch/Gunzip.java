package io.rapport.ingestion.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/** Decompresses pages as the worker does, into memory that is used again. */
public final class Gunzip {

    private final Answer answer;

    private Gunzip(Answer answer) {
        this.answer = answer;
    }

    /** With what this machine has. */
    public static Gunzip ofWorker() {
        return new Gunzip(new Answer());
    }

    /** As on a machine that has nothing but a JDK. */
    public static Gunzip ofJdk() {
        return new Gunzip(new Answer(Optional.empty()));
    }

    /** What {@link #ofWorker} decompresses with. */
    public static String library() {
        return Answer.decompressor();
    }

    /** @return how many of {@link #bytes} are the page */
    public int page(byte[] zipped) throws IOException {
        answer.read(new ByteArrayInputStream(zipped));
        return answer.length();
    }

    public byte[] bytes() {
        return answer.bytes();
    }
}
