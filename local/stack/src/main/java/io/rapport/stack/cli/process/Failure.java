package io.rapport.stack.cli.process;

/** Something a person can understand and mend; the message is one sentence and all that is printed. */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Failure(String sentence) {
        super(sentence);
    }

    public Failure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
