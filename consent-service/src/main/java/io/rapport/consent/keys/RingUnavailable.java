package io.rapport.consent.keys;

/** The ring can't be read or written now. Never to be taken for a destroyed key. */
public class RingUnavailable extends RuntimeException {

    public RingUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
