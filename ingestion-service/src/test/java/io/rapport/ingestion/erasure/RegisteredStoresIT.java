package io.rapport.ingestion.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.kit.erasure.StoredTables;
import io.rapport.stack.PlatformResource;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A table that holds something of an epoch and that nobody counts when it is deleted would make a certificate untrue. */
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
class RegisteredStoresIT {

    /** What is not deleted with an epoch, and why. */
    private static final Map<String, String> KEPT = Map.of(
            "floor", "the number of the lowest epoch that may write",
            "erasure_done", "ids of cases");

    @Inject
    Pool pool;

    @Test
    void everyTableIsCountedOrKeptForAReason() {
        Set<String> counted = Set.copyOf(IngestionErasure.TABLES);

        assertThat(StoredTables.of(pool))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(counted.stream(), KEPT.keySet().stream()).toList());
    }
}
