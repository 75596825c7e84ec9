package io.rapport.ingestion.worker;

import static io.restassured.RestAssured.given;

import io.rapport.simulator.source.SyntheticTenant;
import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

/** A tenant of a test's own, new in a directory where all is well, with what is asked of the services about it. */
final class ReadTenant {

    private final Platform platform;
    private final UUID id = UUID.randomUUID();

    /** @param ahead how long its mail goes on from now */
    ReadTenant(Platform platform, int mailboxes, int emailsPerMonth, Duration ahead) {
        this.platform = platform;
        platform.simulator().faults().clear();
        put(SyntheticTenant.make(
                id, mailboxes, emailsPerMonth, 11, platform.clock().now().plus(ahead)));
    }

    UUID id() {
        return id;
    }

    SimulatedTenant directory() {
        return platform.simulator().tenant(id);
    }

    /** Changes what Microsoft Graph knows from now on. */
    void put(SimulatedTenant changed) {
        platform.simulator().put(changed);
    }

    void grant(SimulatedGroup... excluded) {
        given().baseUri(platform.url(ServiceName.CONSENT).toString())
                .port(platform.url(ServiceName.CONSENT).getPort())
                .auth()
                .oauth2(platform.tokens().admin(id))
                .contentType("application/json")
                .header("If-None-Match", "*")
                .body(Map.of(
                        "options",
                        Map.of(
                                "insightsForEachUser", false,
                                "aggregatedInsights", false,
                                "identifiableInsights", true),
                        "excludedGroups",
                        Arrays.stream(excluded).map(SimulatedGroup::id).toList()))
                .put("/api/v1/consent")
                .then()
                .statusCode(201);
    }

    JsonPath progress() {
        return asOps().get("/api/v1/ingestion").then().statusCode(200).extract().jsonPath();
    }

    RequestSpecification asOps() {
        return given().auth().oauth2(platform.tokens().ops(id));
    }

    RequestSpecification asAdmin() {
        return given().auth().oauth2(platform.tokens().admin(id));
    }
}
