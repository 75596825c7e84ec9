package io.rapport.consent.decision;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator decided.
 *
 * @param excludedGroups object ids of security groups to leave out; none if absent
 */
public record Decision(
        @NotNull Options options,
        @Size(max = 1000) @Nullable List<@NotNull UUID> excludedGroups) {

    List<UUID> groups() {
        return excludedGroups == null
                ? List.of()
                : excludedGroups.stream().distinct().toList();
    }
}
