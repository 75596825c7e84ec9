package io.rapport.stack.cli.story;

import io.rapport.stack.cli.process.Failure;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until the answer is the wanted one. */
final class Waiting {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private Waiting() {}

    /**
     * @param last how the wait ended
     * @param took from the first question to the last answer
     * @param came false if the time was over first
     */
    record Outcome<T>(T last, Duration took, boolean came) {

        String seconds() {
            return String.format("%.1f s", took.toMillis() / 1000.0);
        }
    }

    static <T> Outcome<T> until(Duration patience, Supplier<T> question, Predicate<T> wanted) {
        long began = System.nanoTime();
        while (true) {
            T answer = question.get();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            if (wanted.test(answer)) {
                return new Outcome<>(answer, took, true);
            }
            if (took.compareTo(patience) > 0) {
                return new Outcome<>(answer, took, false);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }
}
