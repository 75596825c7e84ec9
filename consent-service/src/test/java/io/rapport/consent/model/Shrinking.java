package io.rapport.consent.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes a failing sequence shorter by leaving out halves, then quarters, and so on, as long as it still fails. */
final class Shrinking {

    private Shrinking() {}

    /**
     * @param commands a sequence that fails
     * @param failure what is wrong with a sequence, empty if nothing is
     * @param tries how many sequences may be tried
     * @return a sequence that fails, no longer than the given one
     */
    static List<Command> of(List<Command> commands, Function<List<Command>, Optional<String>> failure, int tries) {
        List<Command> shortest = commands;
        int left = tries;
        for (int size = commands.size() / 2; size > 0; size /= 2) {
            for (int from = 0; from < shortest.size() && left > 0; ) {
                List<Command> without = new ArrayList<>(shortest.subList(0, from));
                without.addAll(shortest.subList(Math.min(from + size, shortest.size()), shortest.size()));
                left--;
                if (failure.apply(without).isPresent()) {
                    shortest = without;
                } else {
                    from += size;
                }
            }
        }
        return shortest;
    }
}
