package io.rapport.stack.cli.story;

import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import io.rapport.stack.cli.client.Answer;
import io.rapport.stack.cli.process.Failure;
import java.util.List;
import java.util.Map;

/** The grant: who may give it, and who is left out. */
final class Granting {

    private static final String CONSENT = "/api/v1/consent";

    private final Scene scene;
    private final Tenant tenant;

    Granting(Scene scene, Tenant tenant) {
        this.scene = scene;
        this.tenant = tenant;
    }

    void tell() {
        scene.say("Tenant " + Platform.TENANT + " has " + tenant.mailboxes() + " mailboxes; for it, it is "
                + Words.minute(scene.stack().clock().now()) + ".");
        if (!tenant.leftOut().isEmpty()) {
            scene.say("The group \"executives\" stays out: " + tenant.leftOut().size()
                    + " people, one of them only through a nested group.");
        }
        int closed = scene.api()
                .asSeller(ServiceName.INSIGHTS, "/api/v1/contacts")
                .get()
                .status();
        scene.checks().that("nothing is shown before consent", closed == 409 || closed == 503, "status " + closed);
        Map<String, Object> decision = Map.of(
                "options",
                Map.of("insightsForEachUser", false, "aggregatedInsights", false, "identifiableInsights", true),
                "excludedGroups",
                tenant.leftOutGroup().isEmpty() ? List.of() : List.of(tenant.leftOutGroup()));
        int seller =
                scene.api().asSeller(ServiceName.CONSENT, CONSENT).put(decision).status();
        scene.checks().that("a seller may not give consent", seller == 403, "status " + seller);
        Answer granted = scene.api()
                .asAdmin(ServiceName.CONSENT, CONSENT)
                .header("If-None-Match", "*")
                .put(decision);
        if (!granted.ok()) {
            throw new Failure("Consent could not be given: " + granted.reason());
        }
        scene.checks()
                .that(
                        "the administrator gave consent, the licences are there",
                        "ACTIVE".equals(granted.body().path("state").asText()),
                        "epoch " + granted.body().path("epoch").asText());
    }
}
