package io.rapport.consent.decision;

import static io.rapport.consent.ConsentingTenant.CONSENT;
import static io.rapport.consent.ConsentingTenant.decision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.consent.ConsentingTenant;
import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be decided, how, and what becomes of a decision that is sent twice or wrong. Each test has its own tenant. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "service", value = "consent-service"))
@SuppressWarnings("NullAway.Init") // filled by the platform
class DecisionIT {

    Platform platform;
    ConsentingTenant tenant;

    @BeforeEach
    void newTenant() {
        tenant = new ConsentingTenant(platform);
    }

    @Test
    void nothingIsGivenUnlessItWasTicked() {
        tenant.admin()
                .get(CONSENT)
                .then()
                .body("permissions.given", equalTo(List.of(false, false, false)))
                .body("permissions.feedsInsights", equalTo(List.of(false, false, true)))
                .body("permissions.example", not(hasItem("")));
    }

    @Test
    void theOtherPermissionsAreGivenByThemselvesAndOpenNoEpoch() {
        Response given = tenant.decide(Map.of(
                "options",
                Map.of(
                        "insightsForEachUser", true,
                        "aggregatedInsights", false,
                        "identifiableInsights", false)));

        given.then()
                .statusCode(200)
                .header("ETag", "\"0-1\"")
                .body("state", equalTo("NONE"))
                .body("permissions.given", equalTo(List.of(true, false, false)));
        assertThat(tenant.shared()).isEmpty();
    }

    @Test
    void takingTheLastOptionBackIsNoSideEffectOfSaving() {
        tenant.grant().then().statusCode(201);

        tenant.decide(decision(false, List.of(), List.of()))
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:rapport:problem:withdraw-instead"));
        tenant.admin().get(CONSENT).then().body("state", equalTo("ACTIVE"));
    }

    @Test
    void aRoleFilterLetsNobodyElseIn() {
        SimulatedGroup board = tenant.group("board");

        tenant.decide(decision(true, List.of(), List.of(board.id())))
                .then()
                .statusCode(201)
                .body("roleGroups", equalTo(List.of(board.id().toString())));

        assertThat(tenant.shared())
                .containsExactlyInAnyOrderElementsOf(tenant.directory().transitiveMembers(board).stream()
                        .map(user -> user.id().toString())
                        .toList());
    }

    @Test
    void anExclusionOutranksARole() {
        SimulatedGroup board = tenant.group("board");
        SimulatedGroup executives = tenant.group("executives");

        tenant.decide(decision(true, List.of(executives.id()), List.of(board.id())))
                .then()
                .statusCode(201);

        assertThat(tenant.shared()).as("each is in the other").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "finance, Member.Read.Hidden",
        "everyone, no security group",
    })
    void aGroupThatCannotBeUsedIsRefusedWithTheReason(String name, String reason) {
        SimulatedGroup group = tenant.group(name);

        tenant.grant(group)
                .then()
                .statusCode(400)
                .body("detail", containsString(group.id().toString()))
                .body("detail", containsString(reason));
        tenant.admin().get(CONSENT).then().body("state", equalTo("NONE"));
    }

    @Test
    void nestedCyclicAndDynamicGroupsAreResolvedToNamesAndCounts() {
        tenant.grant(tenant.group("executives"), tenant.group("contractors"))
                .then()
                .statusCode(201)
                .body("groups.find { it.name == 'executives' }.members", equalTo(2))
                .body("groups.find { it.name == 'contractors' }.members", equalTo(1))
                .body("groups.find { it.name == 'contractors' }.dynamic", equalTo(true))
                .body("groups.state", equalTo(List.of("READABLE", "READABLE")));
    }

    @Test
    void theSameRequestTwiceHappensOnceAndGetsTheSameAnswer() {
        String etag = tenant.etag();
        Response first = grant("once", etag, List.of());
        first.then().statusCode(201);

        Response again = grant("once", etag, List.of());

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.asString()).isEqualTo(first.asString());
        tenant.admin().get("/api/v1/receipts").then().body("action", equalTo(List.of("GRANT")));
    }

    @Test
    void aWithdrawalSentTwiceIsTheSameWithdrawal() {
        tenant.grant().then().statusCode(201);
        String etag = tenant.etag();
        Response first = withdraw("bye", etag);
        first.then().statusCode(202).header("Location", containsString("/api/v1/deletion-cases/"));

        assertThat(withdraw("bye", etag).asString()).isEqualTo(first.asString());
        withdraw("another", etag).then().statusCode(412);
    }

    @Test
    void aKeyUsedForSomethingElseIsRefusedAndNothingChanges() {
        String etag = tenant.etag();
        grant("mine", etag, List.of()).then().statusCode(201);

        grant("mine", tenant.etag(), List.of(tenant.group("board").id()))
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:rapport:problem:key-reused"));
        tenant.admin().get(CONSENT).then().body("excludedGroups", empty());
    }

    @Test
    void keysOfDifferentTenantsHaveNothingToDoWithEachOther() {
        grant("same", tenant.etag(), List.of()).then().statusCode(201);
        tenant = new ConsentingTenant(platform);

        grant("same", tenant.etag(), List.of())
                .then()
                .statusCode(201)
                .body("tenant", equalTo(tenant.id().toString()));
    }

    @Test
    void badInputIsAProblemWithAStableTypeAndChangesNothing() {
        String groups = IntStream.range(0, 10_000)
                .mapToObj(i -> "\"" + new UUID(1, i) + "\"")
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        String options = "\"options\":{\"insightsForEachUser\":false,\"aggregatedInsights\":false,"
                + "\"identifiableInsights\":true}";
        refused("{" + options + ",\"excludedGroups\":[\"not-a-guid\"]}", "application/json", 400, "invalid-request");
        refused("{" + options + ",\"excludedGroups\":[" + groups + "]}", "application/json", 400, "invalid-request");
        refused("{" + options + ",\"exludedGroups\":[]}", "application/json", 400, "invalid-request");
        refused("{\"options\":{\"everything\":true}}", "application/json", 400, "invalid-request");
        refused("{" + options + ",\"note\":\"" + "x".repeat(2_000_000) + "\"}", "application/json", 413, "too-large");
        refused("options=all", "application/x-www-form-urlencoded", 415, "unsupported-media-type");
        refused("<consent/>", "application/xml", 415, "unsupported-media-type");
        refused("{", "application/json", 400, "invalid-request");
        refused("", "application/json", 400, "invalid-request");
        String board = tenant.group("board").id().toString();
        refused(
                "{" + options + ",\"excludedGroups\":[\"" + board + "\"],\"roleGroups\":[\"" + board + "\"]}",
                "application/json",
                400,
                "invalid-request");
        tenant.admin()
                .contentType("application/json")
                .header("If-Match", tenant.etag())
                .header("Idempotency-Key", "x".repeat(300))
                .body(decision(true, List.of(), List.of()))
                .put(CONSENT)
                .then()
                .statusCode(400);

        tenant.admin().get(CONSENT).then().body("state", equalTo("NONE")).body("auditTrail.position", equalTo(0));
    }

    @Test
    void whoeverLacksTheRoleIsToldWhichWouldDo() {
        ConsentingTenant.as(platform.tokens().seller(tenant.id()))
                .get(CONSENT)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:rapport:problem:missing-role"))
                .body("detail", containsString("Global Administrator"))
                .body("detail", containsString("app role consent.admin"));
    }

    private void refused(String body, String contentType, int status, String type) {
        tenant.admin()
                .contentType(contentType)
                .header("If-Match", tenant.etag())
                .body(body)
                .put(CONSENT)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:rapport:problem:" + type));
    }

    private Response grant(String key, String etag, List<UUID> excluded) {
        return tenant.admin()
                .contentType("application/json")
                .header("If-Match", etag)
                .header("Idempotency-Key", key)
                .body(decision(true, excluded, List.of()))
                .put(CONSENT);
    }

    private Response withdraw(String key, String etag) {
        return tenant.admin()
                .header("If-Match", etag)
                .header("Idempotency-Key", key)
                .delete(CONSENT);
    }
}
