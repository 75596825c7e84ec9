package io.rapport.stack.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.rapport.stack.Platform;
import java.util.HashSet;
import java.util.Set;

/**
 * What is true of the tenant, by the simulator's own word.
 *
 * @param mailboxes how many there are in the cloud
 * @param leftOutGroup id of the group that the grant leaves out; empty if nobody is left out
 * @param leftOut ids of its members, nested groups included
 */
record Tenant(int mailboxes, String leftOutGroup, Set<String> leftOut) {

    private static final String EXECUTIVES = "executives";

    /** @param leaveOut whether the group of executives stays out of the consent */
    static Tenant of(Scene scene, boolean leaveOut) {
        JsonNode tenant = scene.api().simulator("/tenants/" + Platform.TENANT).body();
        int mailboxes = 0;
        for (JsonNode person : tenant.path("mailboxes")) {
            mailboxes += person.path("hasMailbox").asBoolean() ? 1 : 0;
        }
        for (JsonNode group : tenant.path("groups")) {
            if (leaveOut && group.path("name").asText().equals(EXECUTIVES)) {
                Set<String> members = new HashSet<>();
                group.path("transitiveMembers").forEach(member -> members.add(member.asText()));
                return new Tenant(mailboxes, group.path("id").asText(), members);
            }
        }
        return new Tenant(mailboxes, "", Set.of());
    }
}
