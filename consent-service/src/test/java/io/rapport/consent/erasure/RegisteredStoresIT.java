package io.rapport.consent.erasure;

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
        initArgs = {@ResourceArg(name = "service", value = "consent-service")})
@SuppressWarnings("NullAway.Init") // filled by the platform
class RegisteredStoresIT {

    /** What is not deleted with an epoch, and why. */
    private static final Map<String, String> KEPT = Map.of(
            "consent_epoch", "the history of decisions",
            "permission", "the permissions that open no epoch",
            "journal", "the audit trail",
            "own_switch", "each persons own decision survives consent",
            "mailbox_removal", "what a deletion is proven against",
            "removed_mailbox", "what a deletion is proven against: ids only",
            "idempotency", "answers of the last 24 hours",
            "erasure_done", "ids of cases");

    @Inject
    Pool pool;

    @Test
    void everyTableIsCountedOrKeptForAReason() {
        Set<String> counted = Set.copyOf(ConsentErasure.DERIVED);

        assertThat(StoredTables.of(pool))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(counted.stream(), KEPT.keySet().stream()).toList());
    }
}
