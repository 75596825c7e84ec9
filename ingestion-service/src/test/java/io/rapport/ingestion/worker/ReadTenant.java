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
        decide("If-None-Match", "*", excluded);
    }

    /** After a withdrawal. */
    void grantAgain() {
        decide("If-Match", consentService().get("/api/v1/consent").header("ETag"));
    }

    void withdraw() {
        String version = consentService().get("/api/v1/consent").header("ETag");
        consentService()
                .header("If-Match", version)
                .delete("/api/v1/consent")
                .then()
                .statusCode(202);
    }

    /** A person switches off their own sharing. */
    void optOut(UUID user) {
        consentService(platform.tokens().user(id, user))
                .contentType("application/json")
                .body(Map.of("shared", false))
                .put("/api/v1/me/sharing")
                .then()
                .statusCode(200);
    }

    private RequestSpecification consentService() {
        return consentService(platform.tokens().admin(id));
    }

    private RequestSpecification consentService(String token) {
        return given().baseUri(platform.url(ServiceName.CONSENT).toString())
                .port(platform.url(ServiceName.CONSENT).getPort())
                .auth()
                .oauth2(token);
    }

    private void decide(String condition, String version, SimulatedGroup... excluded) {
        consentService()
                .contentType("application/json")
                .header(condition, version)
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
