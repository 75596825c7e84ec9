package io.rapport.ingestion.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.simulator.http.Faults;
import io.rapport.simulator.http.RequestLog;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Before each batch it is known who must be left out as it is now; while that cannot be known, nobody is read. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "ingestion-service"),
            @ResourceArg(name = "with", value = "consent-service"),
            @ResourceArg(name = "mailboxes", value = "8"),
            @ResourceArg(name = "emailsPerMonth", value = "30")
        })
@SuppressWarnings("NullAway.Init") // filled by the platform
class FreshDirectoryIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    Platform platform;
    ReadTenant tenant;

    @BeforeEach
    void newTenant() {
        tenant = new ReadTenant(platform, 4, 10, Duration.ZERO);
    }

    @Test
    void theMembersOfExcludedGroupsAreReadAgainBeforeEachOfTheTwelveBatches() {
        grant();

        await().atMost(PATIENCE).until(() -> "DONE".equals(progress().getString("state")));

        assertThat(served(0))
                .filteredOn(read -> read.kind().startsWith("transitiveMembers"))
                .as("once for the grant, then for each batch")
                .hasSizeGreaterThanOrEqualTo(13);
    }

    @Test
    void aGroupThatIsGoneStopsReadingUntilItIsThereAgain() {
        SimulatedUser slow = directory().users().stream()
                .filter(SimulatedUser::licensed)
                .findFirst()
                .orElseThrow();
        platform.simulator()
                .faults()
                .add(new Faults.Fault("users/" + slow.id() + "/messages", 4, Faults.Mode.STATUS, 429, "2"));
        SimulatedTenant whole = directory();
        grant();
        await("the first batch is at work")
                .atMost(PATIENCE)
                .until(() -> served(0).stream().anyMatch(read -> read.kind().startsWith("messages")));

        platform.simulator().put(whole.withGroups(List.of()));

        await().atMost(PATIENCE).until(() -> "PAUSED".equals(progress().getString("state")));
        assertThat(progress().getString("reason")).isEqualTo("GROUP_UNREADABLE");
        long seq = served(0).getLast().seq();
        await("nothing more is asked of any mailbox")
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .until(() -> served(seq).stream().noneMatch(read -> read.kind().startsWith("messages")));

        platform.simulator().put(whole);
        platform.clock().advance(Duration.ofMinutes(11));

        await().atMost(PATIENCE).until(() -> "DONE".equals(progress().getString("state")));
    }

    private SimulatedTenant directory() {
        return tenant.directory();
    }

    private List<RequestLog.Served> served(long since) {
        return platform.simulator().log().since(since).stream()
                .filter(read -> read.tenant().equals(tenant.id()))
                .toList();
    }

    private void grant() {
        tenant.grant(directory().groups().getFirst());
    }

    private JsonPath progress() {
        return tenant.progress();
    }
}
