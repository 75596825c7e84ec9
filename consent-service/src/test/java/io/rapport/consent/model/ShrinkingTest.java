package io.rapport.consent.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShrinkingTest {

    @Test
    void leavesNoMoreThanWhatFails() {
        Command first = new Command.Switch(3, false);
        Command second = new Command.Withdraw();
        List<Command> failing = new java.util.ArrayList<>(Command.sequence(1, 40, 3, 2));
        failing.add(7, first);
        failing.add(29, second);

        List<Command> shortest = Shrinking.of(
                failing,
                commands ->
                        commands.contains(first) && commands.contains(second) ? Optional.of("both") : Optional.empty(),
                1_000);

        assertThat(shortest).containsExactlyInAnyOrder(first, second);
    }
}
