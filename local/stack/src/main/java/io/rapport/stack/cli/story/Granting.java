package io.rapport.stack.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import io.rapport.stack.cli.client.Answer;
import io.rapport.stack.cli.process.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The grant: who may give it, what it needs, who is left out. */
final class Granting {

    private static final String CONSENT = "/api/v1/consent";

    private final Scene scene;

    Granting(Scene scene) {
        this.scene = scene;
    }

    void tell() {
        JsonNode tenant = scene.api().simulator("/tenants/" + Platform.TENANT).body();
        scene.say("Tenant " + Platform.TENANT + ", " + tenant.path("mailboxes").size() + " mailboxes, "
                + tenant.path("groups").size() + " groups; its clock says "
                + scene.stack().clock().now() + ".");
        Map<String, Object> decision = Map.of(
                "options",
                Map.of("insightsForEachUser", false, "aggregatedInsights", false, "identifiableInsights", true),
                "excludedGroups",
                excluded(tenant));
        Answer refused = scene.api().asSeller(ServiceName.CONSENT, CONSENT).put(decision);
        scene.checks()
                .that(
                        "only an administrator may give consent",
                        refused.status() == 403,
                        "a seller got " + refused.status());
        Answer granted = scene.api()
                .asAdmin(ServiceName.CONSENT, CONSENT)
                .header("If-None-Match", "*")
                .put(decision);
        if (!granted.ok()) {
            throw new Failure("Consent could not be given: " + granted.reason());
        }
        scene.checks()
                .that(
                        "consent is given, its epoch is open",
                        "ACTIVE".equals(granted.body().path("state").asText()),
                        "epoch " + granted.body().path("epoch").asText() + ", version "
                                + granted.body().path("ver").asText());
    }

    /** The synthetic tenant's executives stay out: their mailboxes must never be read. */
    private List<String> excluded(JsonNode tenant) {
        List<String> ids = new ArrayList<>();
        for (JsonNode group : tenant.path("groups")) {
            String name = group.path("displayName").asText(group.path("name").asText());
            if (name.equalsIgnoreCase("executives")) {
                ids.add(group.path("id").asText());
                scene.say("The group \"" + name + "\" is left out of it.");
            }
        }
        return ids;
    }
}
