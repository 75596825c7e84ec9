package io.rapport.consent.directory;

import static io.rapport.consent.ConsentingTenant.CONSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.consent.ConsentingTenant;
import io.rapport.simulator.http.Faults;
import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.simulator.tenant.SimulatedSku;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when the directory changes after consent was given: people, groups, licences, or no answer at all. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "service", value = "consent-service"))
@SuppressWarnings("NullAway.Init") // filled by the platform
class DirectoryIT {

    private static final Duration SOON = Duration.ofSeconds(45);

    Platform platform;
    ConsentingTenant tenant;

    @BeforeEach
    void newTenant() {
        tenant = new ConsentingTenant(platform);
    }

    @AfterEach
    void withdraw() {
        tenant.withdraw();
    }

    @Test
    void whoeverJoinsAnExcludedGroupIsLeftOutBeforeTheNextBatch() {
        SimulatedGroup board = tenant.group("empty");
        tenant.grant(board).then().statusCode(201);
        UUID joining = tenant.licensed().getFirst().id();
        assertThat(tenant.shared()).contains(joining.toString());

        tenant.replace(board.with(List.of(joining)));
        tenant.refresh(tenant.te()).then().statusCode(200).body("pause", nullValue());

        assertThat(tenant.shared()).doesNotContain(joining.toString());
        tenant.admin().get(CONSENT).then().body("groups[0].members", equalTo(1));
    }

    @Test
    void aGroupThatIsGoneStopsReadingAndItsLastMembersStayExcluded() {
        SimulatedGroup executives = tenant.group("executives");
        tenant.grant(executives).then().statusCode(201);
        List<String> before = tenant.shared();

        tenant.remove(executives);
        tenant.refresh(tenant.te()).then().statusCode(200).body("pause.reason", equalTo("GROUP_UNREADABLE"));

        assertThat(tenant.shared()).containsExactlyInAnyOrderElementsOf(before);
        tenant.admin()
                .get(CONSENT)
                .then()
                .body("pause.reason", equalTo("GROUP_UNREADABLE"))
                .body("pause.explanation", containsString(executives.id().toString()))
                .body("groups[0].state", equalTo("UNKNOWN"))
                .body("groups[0].name", equalTo("executives"))
                .body("groups[0].members", equalTo(2));

        tenant.grant().then().statusCode(200).body("pause", nullValue());
        assertThat(tenant.shared()).hasSize(tenant.licensed().size());
    }

    @Test
    void aGroupThatHidesItsMembersStopsReadingToo() {
        SimulatedGroup board = tenant.group("board");
        tenant.grant(board).then().statusCode(201);

        tenant.replace(new SimulatedGroup(board.id(), board.displayName(), board.members(), board.kind(), true));
        tenant.refresh(tenant.te()).then().body("pause.reason", equalTo("GROUP_UNREADABLE"));

        tenant.replace(board);
        tenant.refresh(tenant.te()).then().body("pause", nullValue());
    }

    @Test
    void noBatchBeginsWhileTheDirectoryDoesNotAnswer() {
        SimulatedGroup board = tenant.group("board");
        tenant.grant(board).then().statusCode(201);

        platform.simulator().faults().add(new Faults.Fault(board.id().toString(), 1, Faults.Mode.STATUS, 400, null));

        tenant.refresh(tenant.te())
                .then()
                .statusCode(503)
                .body("type", equalTo("urn:rapport:problem:upstream-unavailable"));
    }

    @Test
    void lostLicencesPauseReadingThenHideAndNeverDelete() {
        tenant.grant().then().statusCode(201);
        String te = tenant.te();
        List<SimulatedSku> licensed = tenant.directory().skus();

        tenant.change(directory -> directory.withSkus(suspended(licensed)));
        tenant.refresh(te).then().body("pause.reason", equalTo("LICENCE_LOST")).body("pause.hides", equalTo(false));
        tenant.admin()
                .get(CONSENT)
                .then()
                .body("state", equalTo("ACTIVE"))
                .body("pause.explanation", containsString("Suspended"))
                .body("licences.missing.size()", equalTo(2));

        platform.clock().advance(Duration.ofDays(31));
        await("the daily check finds the grace period over")
                .atMost(SOON)
                .until(() -> tenant.state().getBoolean("consents.find { it.te == '" + te + "' }.pause.hides"));
        tenant.service().get("/internal/keys/{te}", te).then().statusCode(200);

        tenant.change(directory -> directory.withSkus(licensed));
        tenant.refresh(te).then().body("pause", nullValue());
    }

    @Test
    void whoeverLostTheLicencesCanStillLeaveMorePeopleOut() {
        tenant.grant().then().statusCode(201);
        tenant.change(directory -> directory.withSkus(suspended(directory.skus())));

        tenant.grant(tenant.group("board")).then().statusCode(200).body("pause.reason", equalTo("LICENCE_LOST"));
        assertThat(tenant.shared()).hasSize(tenant.licensed().size() - 2);
    }

    @Test
    void aDirectoryThatIsNotShownForMoreThanADayStopsReading() {
        SimulatedGroup board = tenant.group("board");
        tenant.grant(board).then().statusCode(201);

        platform.clock().advance(Duration.ofHours(27));
        platform.simulator().faults().add(new Faults.Fault(board.id().toString(), 4, Faults.Mode.STATUS, 400, null));

        await().atMost(SOON).until(() -> "DIRECTORY_UNREADABLE".equals(pause()));
        await("it is shown again").atMost(SOON).until(() -> pause() == null);
    }

    private @Nullable String pause() {
        return tenant.admin().get(CONSENT).jsonPath().getString("pause.reason");
    }

    private static List<SimulatedSku> suspended(List<SimulatedSku> skus) {
        List<SimulatedSku> suspended = new ArrayList<>();
        skus.forEach(sku -> suspended.add(new SimulatedSku(sku.skuId(), sku.partNumber(), "Suspended", sku.plans())));
        return suspended;
    }
}
