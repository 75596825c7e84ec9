package io.rapport.insights.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.insights.epoch.Partition;
import io.rapport.kit.erasure.StoredTables;
import io.rapport.stack.PlatformResource;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A table that holds something of an epoch and that nobody counts when it is deleted would make a certificate untrue. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "insights-service"),
            @ResourceArg(name = "with", value = "consent-service")
        })
@SuppressWarnings("NullAway.Init") // filled by the platform
class RegisteredStoresIT {

    /** What is not deleted with an epoch, and why. */
    private static final Map<String, String> KEPT = Map.of(
            "floor", "the number of the lowest epoch that may write",
            "erasure", "that somebody was erased, as evidence: pseudonyms under a destroyed key",
            "erasure_done", "ids of cases",
            "topic_offset", "places in a topic",
            "tenant_settings", "what the tenant chose, which outlives consent",
            "blocked", "keyed hashes of who objected, which outlives consent",
            "block_salt", "what they are keyed with");

    @Inject
    Pool pool;

    @Test
    void everyTableIsCountedOrKeptForAReason() {
        Set<String> counted = Stream.concat(
                        Stream.of(Partition.values()).map(Partition::parent), Inventory.TABLES.stream())
                .collect(Collectors.toSet());

        assertThat(StoredTables.of(pool))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(counted.stream(), KEPT.keySet().stream()).toList());
    }
}
