package io.rapport.simulator.tenant;

import java.util.List;
import java.util.UUID;

/**
 * A security group.
 *
 * @param members ids of users and of groups; cycles occur
 * @param hiddenMembership its members are seen only with Member.Read.Hidden
 */
public record SimulatedGroup(UUID id, String displayName, List<UUID> members, boolean hiddenMembership) {}
