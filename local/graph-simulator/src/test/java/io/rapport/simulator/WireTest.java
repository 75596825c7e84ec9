package io.rapport.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.tenant.SimulatedTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the SDK hides: links, change tracking, batches, compression, limits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireTest {

    private static final String SECRET = "test-secret";

    private final GraphSimulator simulator =
            GraphSimulator.start(SimulatorOptions.small(SECRET, Instant.parse("2026-06-15T10:00:00Z")));
    private final Wire wire = new Wire(simulator, GraphSimulator.TENANT, SECRET);
    private final SimulatedTenant tenant = simulator.tenant(GraphSimulator.TENANT);
    private final UUID owner = tenant.mailboxes().entrySet().stream()
            .max(java.util.Comparator.comparingInt(
                    entry -> entry.getValue().messages().size()))
            .orElseThrow()
            .getKey();

    @BeforeEach
    void asPublished() {
        simulator.put(tenant);
        simulator.limits().reset();
        simulator.latency().median(0);
        simulator.faults().clear();
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    @Test
    void aLinkCountsWhatWasScannedAndFollowingItMissesNothing() {
        JsonNode first = wire.json("/users/" + owner + "/messages?$top=10&$select=id");
        assertThat(first.path("@odata.nextLink").asText()).contains("%24skip=11");

        assertThat(walk("/users/" + owner + "/messages?$top=10&$select=id", "@odata.nextLink"))
                .containsExactlyElementsOf(tenant.mailbox(owner).orElseThrow().messages().reversed().stream()
                        .map(SimulatedMessage::id)
                        .toList());
    }

    @Test
    void changeTrackingTellsWhatCameAndWhatWentSinceAToken() {
        String start = "/users/" + owner + "/mailFolders/inbox/messages/delta?$select=id";
        List<SimulatedMessage> all = tenant.mailbox(owner).orElseThrow().messages();
        List<String> links = new ArrayList<>();
        assertThat(walk(start, "@odata.nextLink", links)).hasSameSizeAs(all);

        simulator.put(tenant.withContent(owner, all.subList(2, all.size())));
        JsonNode changes = wire.json(links.getLast());

        assertThat(ids(changes))
                .containsExactlyInAnyOrder(all.get(0).id(), all.get(1).id());
        assertThat(changes.findValuesAsText("reason")).containsExactly("deleted", "deleted");
    }

    @Test
    void aTokenOlderThanThreeGenerationsIsGoneAlsoInTheMiddleOfAWalk() {
        String start = "/users/" + owner + "/mailFolders/inbox/messages/delta?$select=id";
        String middle = wire.json(start, "Prefer", "odata.maxpagesize=5")
                .path("@odata.nextLink")
                .asText();
        SimulatedTenant changed = tenant;
        for (int i = 0; i < 3; i++) {
            List<SimulatedMessage> less = changed.mailbox(owner).orElseThrow().messages();
            changed = changed.withContent(owner, less.subList(1, less.size()));
            simulator.put(changed);
        }

        assertThat(wire.get(middle).statusCode()).isEqualTo(410);
        assertThat(wire.json(middle).path("error").path("code").asText()).isEqualTo("SyncStateNotFound");
    }

    @Test
    void changeTrackingRefusesWhatGraphRefuses() {
        String delta = "/users/" + owner + "/mailFolders/inbox/messages/delta";
        assertThat(wire.get(delta + "?$deltatoken=latest").statusCode()).isEqualTo(400);
        assertThat(wire.get(delta + "?$orderby=receivedDateTime").statusCode()).isEqualTo(400);
        assertThat(wire.get("/users/" + owner + "/calendarView/delta?$select=id")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void partsOfABatchFailSinglyAndWhatDependsOnThemIsNotTried() {
        JsonNode answer = wire.batch("""
                {"requests": [
                  {"id": "1", "method": "GET", "url": "/users/%1$s/messages/$count"},
                  {"id": "2", "method": "GET", "url": "/users/%2$s/messages?$top=1"},
                  {"id": "3", "method": "GET", "url": "/users/%1$s/messages?$top=1", "dependsOn": ["2"]}]}""".formatted(owner, new UUID(9, 9)));

        assertThat(answer.findValuesAsText("status")).containsExactly("200", "404", "424");
    }

    @Test
    void aBatchOfMoreThanTwentyOrWithOneIdTwiceIsMalformed() {
        String twentyOne = String.join(
                ",",
                IntStream.range(0, 21)
                        .mapToObj(i -> "{\"id\":\"" + i + "\",\"method\":\"GET\",\"url\":\"/users\"}")
                        .toList());
        assertThat(wire.batch("{\"requests\":[" + twentyOne + "]}").has("error"))
                .isTrue();
        String one = "{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/users\"}";
        assertThat(wire.batch("{\"requests\":[" + one + "," + one + "]}").has("error"))
                .isTrue();
    }

    @Test
    void compressesOnlyForWhoAsksForIt() {
        String page = "/users/" + owner + "/messages?$top=100";
        assertThat(wire.get(page).headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(wire.get(page, "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                .contains("gzip");
        assertThat(wire.get(page, "Accept-Encoding", "gzip").body().length)
                .isLessThan(wire.get(page).body().length / 3);
    }

    @Test
    void refusesAMailboxThatIsAskedTooOftenAndSaysForHowLong() {
        simulator.limits().mailbox(3, 4);
        UUID another = tenant.mailboxes().keySet().stream()
                .filter(id -> !id.equals(owner))
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < 3; i++) {
            assertThat(count(another)).isEqualTo(200);
        }
        assertThat(count(another)).isEqualTo(429);
        assertThat(wire.get("/users/" + another + "/messages/$count")
                        .headers()
                        .firstValueAsLong("Retry-After")
                        .orElseThrow())
                .isBetween(1L, 600L);
    }

    @Test
    void tellsWhatADirectoryCallCosts() {
        assertThat(wire.get("/users?$select=id").headers().firstValue("x-ms-resource-unit"))
                .isPresent();
    }

    @Test
    void aMailboxThatMovesIsStaleForAWhileAndThenHoldsNewMail() {
        simulator.faults().add(io.rapport.simulator.http.Faults.Fault.code("/messages", 2, 503, "MailboxInfoStale"));
        assertThat(count(owner)).isEqualTo(503);
        assertThat(count(owner)).isEqualTo(503);
        assertThat(count(owner)).isEqualTo(200);
    }

    @Test
    void aSeedDecidesWhatGoesWrong() {
        assertThat(statuses(5)).isEqualTo(statuses(5)).contains(200).anyMatch(status -> status >= 400);
    }

    @Test
    void takesAsLongAsItIsTold() {
        simulator.latency().median(30);
        long began = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            count(owner);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(50));
    }

    private List<Integer> statuses(long seed) {
        simulator.faults().follow(new io.rapport.simulator.http.FaultPlan(seed, 0.5));
        List<Integer> statuses = IntStream.range(0, 30)
                .mapToObj(i -> {
                    try {
                        return count(owner);
                    } catch (IllegalStateException e) {
                        return 0;
                    }
                })
                .toList();
        simulator.faults().clear();
        return statuses;
    }

    private int count(UUID user) {
        return wire.get("/users/" + user + "/messages/$count").statusCode();
    }

    private List<String> walk(String start, String link) {
        return walk(start, link, new ArrayList<>());
    }

    private List<String> walk(String start, String link, List<String> deltaLinks) {
        List<String> ids = new ArrayList<>();
        for (String next = start; !next.isEmpty(); ) {
            JsonNode page = wire.json(next);
            ids.addAll(ids(page));
            next = page.path(link).asText();
            if (page.has("@odata.deltaLink")) {
                deltaLinks.add(page.path("@odata.deltaLink").asText());
            }
        }
        return ids;
    }

    private static List<String> ids(JsonNode page) {
        return StreamSupport.stream(page.path("value").spliterator(), false)
                .map(item -> item.path("id").asText())
                .toList();
    }
}
