package io.rapport.kit.keys;

/** The two ways of having no key must never be confused: one means drop and go on, the other pause and try again. */
public sealed interface KeyState {

    /** @param cipher usable now, for at most a lease */
    record Available(EpochCipher cipher) implements KeyState {}

    /** Gone for ever: drop what needed it, count it, go on. */
    record Destroyed() implements KeyState {}

    /** Not to be had at this moment: pause and try again, lose nothing. */
    record Unavailable() implements KeyState {}
}
