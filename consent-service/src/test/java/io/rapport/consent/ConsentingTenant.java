package io.rapport.consent;

import static io.restassured.RestAssured.given;

import io.rapport.simulator.source.SyntheticTenant;
import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import io.rapport.stack.Platform;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A tenant of a test's own, new in the directory, with what its people do over REST. */
public final class ConsentingTenant {

    public static final String CONSENT = "/api/v1/consent";

    private static final int MAILBOXES = 6;
    private static final int EMAILS = 5;

    private final Platform platform;
    private final UUID id = UUID.randomUUID();

    public ConsentingTenant(Platform platform) {
        this.platform = platform;
        platform.simulator()
                .put(SyntheticTenant.make(
                        id, MAILBOXES, EMAILS, 7, platform.clock().now()));
    }

    public UUID id() {
        return id;
    }

    public SimulatedTenant directory() {
        return platform.simulator().tenant(id);
    }

    /** Changes what Microsoft Graph knows of the tenant from now on. */
    public void change(UnaryOperator<SimulatedTenant> change) {
        platform.simulator().put(change.apply(directory()));
    }

    /** Removes the group from the directory. */
    public void remove(SimulatedGroup gone) {
        change(tenant -> tenant.withGroups(tenant.groups().stream()
                .filter(group -> !group.id().equals(gone.id()))
                .toList()));
    }

    /** Puts a group in the place of the one with its id. */
    public void replace(SimulatedGroup changed) {
        change(tenant -> tenant.withGroups(tenant.groups().stream()
                .map(group -> group.id().equals(changed.id()) ? changed : group)
                .toList()));
    }

    public SimulatedGroup group(String name) {
        return directory().groups().stream()
                .filter(group -> group.displayName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Everyone with a licensed mailbox. */
    public List<SimulatedUser> licensed() {
        return directory().users().stream().filter(SimulatedUser::licensed).toList();
    }

    public RequestSpecification admin() {
        return as(platform.tokens().admin(id));
    }

    public RequestSpecification user(UUID user) {
        return as(platform.tokens().user(id, user));
    }

    public RequestSpecification service() {
        return as(platform.tokens().service());
    }

    public static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }

    public String etag() {
        return admin().get(CONSENT).header("ETag");
    }

    /** The three options, then the groups. */
    public static Map<String, Object> decision(boolean identifiable, List<UUID> excluded, List<UUID> roles) {
        return Map.of(
                "options",
                Map.of(
                        "insightsForEachUser", false,
                        "aggregatedInsights", false,
                        "identifiableInsights", identifiable),
                "excludedGroups",
                excluded,
                "roleGroups",
                roles);
    }

    /** With the ETag as it is now. */
    public Response decide(Object decision) {
        return admin().contentType("application/json")
                .header("If-Match", etag())
                .body(decision)
                .put(CONSENT);
    }

    public Response grant(SimulatedGroup... excluded) {
        return decide(decision(true, ids(excluded), List.of()));
    }

    public JsonPath withdraw() {
        return admin().header("If-Match", etag())
                .delete(CONSENT)
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
    }

    public Response switchSharing(UUID user, boolean on) {
        return user(user)
                .contentType("application/json")
                .body(Map.of("shared", on))
                .put("/api/v1/me/sharing");
    }

    /** What ingestion-service does before it begins a batch. */
    public Response refresh(String te) {
        return service().post("/internal/directory-refreshes/{te}", te);
    }

    /** The id of the active epoch. */
    public String te() {
        return state().getString("consents.findAll { it.tenant == '" + id + "' && it.phase == 'ACTIVE' }[0].te");
    }

    /** Ids of the people who are shared, as the other services are told. */
    public List<String> shared() {
        return state().getList("sharing.findAll { it.tenant == '" + id + "' && it.shared }.user");
    }

    /** The whole state, page by page if need be. */
    public JsonPath state() {
        return service()
                .get("/internal/consent-state?since=0")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public static List<UUID> ids(SimulatedGroup... groups) {
        return java.util.Arrays.stream(groups).map(SimulatedGroup::id).toList();
    }
}
