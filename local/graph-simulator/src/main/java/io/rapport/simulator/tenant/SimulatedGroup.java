package io.rapport.simulator.tenant;

import java.util.List;
import java.util.UUID;

/**
 * A group of the directory.
 *
 * @param members ids of users and of groups; cycles occur
 * @param hiddenMembership its members are seen only with Member.Read.Hidden
 */
public record SimulatedGroup(UUID id, String displayName, List<UUID> members, Kind kind, boolean hiddenMembership) {

    /** What Graph tells apart by {@code securityEnabled} and {@code groupTypes}. */
    public enum Kind {
        SECURITY,
        /** A security group whose members a rule chooses; for a reader it is like any other. */
        DYNAMIC_SECURITY,
        /** A distribution list: no security group. */
        DISTRIBUTION
    }

    /** The same group with other members. */
    public SimulatedGroup with(List<UUID> others) {
        return new SimulatedGroup(id, displayName, List.copyOf(others), kind, hiddenMembership);
    }
}
