package io.rapport.insights.vault;

import io.rapport.contracts.ids.UserId;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A user in one period of sharing. Who switches sharing off and on again is another sharer: what was stored of the first
 * is to be deleted, and is never shown as the second's.
 *
 * @param period consent-service's revision with which the period began
 */
public record Sharer(UserId user, long period) {

    /** In which all writers enter them, so that no two wait for each other. */
    public static final Comparator<Sharer> ORDER =
            Comparator.comparing((Sharer sharer) -> sharer.user().value()).thenComparing(Sharer::period);

    /** @param sharing users with the period in which they share */
    public static Set<Sharer> of(Map<UserId, Long> sharing) {
        return sharing.entrySet().stream()
                .map(user -> new Sharer(user.getKey(), user.getValue()))
                .collect(Collectors.toUnmodifiableSet());
    }

    static UUID[] users(Collection<Sharer> sharers) {
        return sharers.stream().map(sharer -> sharer.user().value()).toArray(UUID[]::new);
    }

    static Long[] periods(Collection<Sharer> sharers) {
        return sharers.stream().map(Sharer::period).toArray(Long[]::new);
    }
}
