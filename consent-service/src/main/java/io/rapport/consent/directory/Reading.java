package io.rapport.consent.directory;

import io.rapport.consent.eligibility.Eligibility;
import io.rapport.contracts.ids.UserId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A tenant's directory as it was found.
 *
 * @param licensed users with a mailbox plan
 * @param groups what came of each chosen group
 */
public record Reading(Eligibility eligibility, Set<UserId> licensed, Map<GroupChoice, Directory.Group> groups) {

    /** Why chosen groups cannot be used; empty if all can. */
    public List<String> obstacles() {
        return groups.entrySet().stream()
                .map(group -> group.getValue().obstacle(group.getKey().id()))
                .filter(Objects::nonNull)
                .toList();
    }
}
