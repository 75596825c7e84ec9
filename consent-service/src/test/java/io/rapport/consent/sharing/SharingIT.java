package io.rapport.consent.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.consent.ConsentingTenant;
import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.simulator.tenant.SimulatedUser;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is shown, why not, and that whoever follows the changes misses none. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "service", value = "consent-service"))
@SuppressWarnings("NullAway.Init") // filled by the platform
class SharingIT {

    Platform platform;
    ConsentingTenant tenant;

    @BeforeEach
    void newTenant() {
        tenant = new ConsentingTenant(platform);
    }

    @Test
    void theExactClauseIsNamed() {
        SimulatedGroup executives = tenant.group("executives");
        UUID boss = tenant.directory().transitiveMembers(executives).getFirst().id();
        assertThat(failing(boss)).containsExactly("consent", "licence");

        tenant.grant(executives).then().statusCode(201);

        assertThat(failing(boss)).containsExactly("excluded-groups");
        tenant.admin()
                .get("/api/v1/sharing/{user}", boss)
                .then()
                .body("shared", equalTo(false))
                .body("clauses.find { it.rule == 'excluded-groups' }.groups.name", equalTo(List.of("executives")));
        UUID other = someoneElse(executives);
        assertThat(failing(other)).isEmpty();
        tenant.switchSharing(other, false).then().statusCode(200);
        assertThat(failing(other)).containsExactly("own-switch");
        tenant.withdraw();
        assertThat(failing(other)).contains("consent", "own-switch");
    }

    @Test
    void someoneWithoutAMailboxIsToldSo() {
        tenant.grant().then().statusCode(201);
        UUID guest = tenant.directory().users().stream()
                .filter(user -> !user.licensed())
                .findFirst()
                .orElseThrow()
                .id();

        assertThat(failing(guest)).containsExactly("licence");
        tenant.user(guest)
                .get("/api/v1/me/sharing")
                .then()
                .body("shared", equalTo(false))
                .body("because", equalTo(List.of("licence")));
    }

    @Test
    void onlyChangesAreTold() {
        tenant.grant().then().statusCode(201);
        long revision = tenant.state().getLong("revision");
        tenant.refresh(tenant.te()).then().statusCode(200);

        JsonPath since = since(revision);
        assertThat(since.getList("sharing")).isEmpty();
        assertThat(since.getList("consents")).isEmpty();
    }

    /** Each decision becomes one removal with a cause and those whom it concerns; deletion is proven against it. */
    @Test
    void whoseSharingEndsIsWrittenDownWithTheDecision() {
        SimulatedGroup executives = tenant.group("executives");
        tenant.grant().then().statusCode(201);
        assertThat(removals()).isEmpty();
        UUID someone = someoneElse(executives);
        long before = tenant.state().getLong("revision");

        tenant.switchSharing(someone, false).then().statusCode(200);
        tenant.switchSharing(someone, true).then().statusCode(200);

        assertThat(removals()).singleElement().satisfies(removal -> {
            assertThat(removal).containsEntry("cause", "SWITCHED_OFF").containsEntry("mailboxes", 1);
            assertThat(removal.get("te")).isEqualTo(tenant.te());
            JsonPath mailboxes = tenant.service()
                    .get("/internal/removals/{id}/mailboxes", removal.get("id"))
                    .jsonPath();
            assertThat(mailboxes.getList("user")).containsExactly(someone.toString());
            assertThat(mailboxes.getLong("before[0]")).isGreaterThan(before);
        });
    }

    @Test
    void whoIsExcludedByGroupIsRemovedTogetherAndAWithdrawalRemovesTheEpochInstead() {
        SimulatedGroup executives = tenant.group("executives");
        tenant.grant().then().statusCode(201);

        tenant.grant(executives).then().statusCode(200);
        tenant.withdraw();

        long sharing = tenant.directory().transitiveMembers(executives).stream()
                .filter(tenant.licensed()::contains)
                .count();
        assertThat(removals())
                .singleElement()
                .satisfies(removal -> assertThat(removal)
                        .containsEntry("cause", "EXCLUDED")
                        .containsEntry("mailboxes", (int) sharing));
    }

    private List<Map<String, Object>> removals() {
        return tenant.service()
                .get("/internal/removals?since={since}", "2020-01-01T00:00:00Z")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("findAll { it.tenant == '" + tenant.id() + "' }");
    }

    /**
     * Revisions are taken while others are still uncommitted. Whoever asks for "since n" while many write must in the end
     * know exactly what somebody knows who asks for everything.
     */
    @Test
    void whoeverFollowsTheChangesMissesNoneWhateverIsWrittenMeanwhile() throws Exception {
        tenant.grant().then().statusCode(201);
        List<UUID> people = tenant.licensed().stream().map(SimulatedUser::id).toList();
        AtomicBoolean writing = new AtomicBoolean(true);
        Map<String, Boolean> followed = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> follower = threads.submit(() -> {
                long revision = 0;
                boolean last = false;
                while (true) {
                    JsonPath changes = since(revision);
                    note(changes, followed);
                    revision = changes.getLong("revision");
                    if (last) {
                        return revision;
                    }
                    last = !writing.get();
                }
            });
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 6; writer++) {
                Random random = new Random(writer);
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 15; i++) {
                        tenant.switchSharing(people.get(random.nextInt(people.size())), random.nextBoolean())
                                .then()
                                .statusCode(200);
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            writing.set(false);
            follower.get();
        }

        Map<String, Boolean> whole = new HashMap<>();
        note(since(0), whole);
        assertThat(followed).isEqualTo(whole);
        tenant.admin()
                .get("/api/v1/audit/verification")
                .then()
                .body("whole", equalTo(true))
                .body("entries", equalTo(91));
    }

    private void note(JsonPath changes, Map<String, Boolean> picture) {
        List<Map<String, Object>> sharing = changes.getList("sharing");
        sharing.stream()
                .filter(state -> tenant.id().toString().equals(state.get("tenant")))
                .forEach(state -> picture.put((String) state.get("user"), (Boolean) state.get("shared")));
    }

    private JsonPath since(long revision) {
        return tenant.service()
                .get("/internal/consent-state?since={revision}", revision)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<String> failing(UUID user) {
        return tenant.admin()
                .get("/api/v1/sharing/{user}", user)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("clauses.findAll { !it.holds }.rule");
    }

    private UUID someoneElse(SimulatedGroup group) {
        List<SimulatedUser> members = tenant.directory().transitiveMembers(group);
        return tenant.licensed().stream()
                .filter(user -> !members.contains(user))
                .findFirst()
                .orElseThrow()
                .id();
    }
}
