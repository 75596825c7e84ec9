package io.rapport.consent.decision;

import io.rapport.consent.directory.GroupChoice;
import io.rapport.consent.directory.GroupChoice.Purpose;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator decided.
 *
 * @param excludedGroups object ids of security groups to leave out; none if absent
 * @param roleGroups object ids of security groups that stand for a role (as when Dynamics roles are assigned by group):
 *     if any is given, only members of one are let in
 */
public record Decision(
        @NotNull Options options,
        @Size(max = 1000) @Nullable List<@NotNull UUID> excludedGroups,
        @Size(max = 1000) @Nullable List<@NotNull UUID> roleGroups) {

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 if groups contradict each other or the options */
    public List<GroupChoice> groups() {
        Set<UUID> excluded = new LinkedHashSet<>(excludedGroups == null ? List.of() : excludedGroups);
        Set<UUID> roles = new LinkedHashSet<>(roleGroups == null ? List.of() : roleGroups);
        excluded.stream().filter(roles::contains).findFirst().ifPresent(id -> {
            throw Problems.of(
                    ErrorCode.INVALID_REQUEST, "Group " + id + " cannot both be excluded and stand for a role.");
        });
        if (!options.identifiableInsights() && !(excluded.isEmpty() && roles.isEmpty())) {
            throw Problems.of(ErrorCode.INVALID_REQUEST, "Groups go with \"identifiableInsights\" only.");
        }
        return Stream.concat(
                        excluded.stream().map(id -> new GroupChoice(id, Purpose.EXCLUDED)),
                        roles.stream().map(id -> new GroupChoice(id, Purpose.ROLE)))
                .toList();
    }

    /** For a receipt. */
    Map<String, Object> particulars() {
        return Map.of(
                "options", options,
                "excludedGroups", excludedGroups == null ? List.of() : excludedGroups,
                "roleGroups", roleGroups == null ? List.of() : roleGroups);
    }
}
