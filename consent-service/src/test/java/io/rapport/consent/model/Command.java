package io.rapport.consent.model;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What people, the directory and fate do to a tenant. People and groups are indices, so that a sequence can be cut. */
sealed interface Command {

    /** Grants or amends. @param excluded bits of groups @param roles bits of groups; a group in both is only excluded */
    record Decide(int excluded, int roles) implements Command {}

    record Withdraw() implements Command {}

    /** A person's own switch. */
    record Switch(int person, boolean on) implements Command {}

    /** The directory puts a person into a group, or out of it. */
    record Move(int person, int group, boolean in) implements Command {}

    /** The directory loses a group, or has it again. */
    record Lose(int group, boolean gone) implements Command {}

    /** ingestion-service is about to begin a batch. */
    record Refresh() implements Command {}

    /** kill -9 and a new start, the outbox as it happens to be. */
    record Crash() implements Command {}

    static List<Command> sequence(long seed, int length, int people, int groups) {
        Random random = new Random(seed);
        Stream<Command> free =
                Stream.generate(() -> any(random, people, groups)).limit(length);
        return Stream.concat(Stream.of(new Decide(0, 0)), free).toList();
    }

    private static Command any(Random random, int people, int groups) {
        int kind = random.nextInt(100);
        if (kind < 25) {
            return new Switch(random.nextInt(people), random.nextBoolean());
        } else if (kind < 45) {
            return new Move(random.nextInt(people), random.nextInt(groups), random.nextInt(3) > 0);
        } else if (kind < 62) {
            return new Refresh();
        } else if (kind < 80) {
            return new Decide(random.nextInt(1 << groups), random.nextInt(4) == 0 ? random.nextInt(1 << groups) : 0);
        } else if (kind < 88) {
            return new Lose(random.nextInt(groups), random.nextInt(3) == 0);
        } else if (kind < 96) {
            return new Withdraw();
        } else {
            return new Crash();
        }
    }
}
