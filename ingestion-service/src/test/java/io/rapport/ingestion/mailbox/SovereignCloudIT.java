package io.rapport.ingestion.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.ingestion.fetch.GraphReader;
import io.rapport.ingestion.fetch.Permit;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Another cloud is three settings: where Graph is, where one logs in, and what the token is for. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            // As in all tests of this module: Quarkus starts every resource that any of them names.
            @ResourceArg(name = "service", value = "ingestion-service"),
            @ResourceArg(name = "with", value = "consent-service"),
            @ResourceArg(name = "mailboxes", value = "8"),
            @ResourceArg(name = "emailsPerMonth", value = "30")
        })
@TestProfile(SovereignCloudIT.UsGovernment.class)
@SuppressWarnings("NullAway.Init") // filled by the platform and the container
class SovereignCloudIT {

    public static class UsGovernment implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rapport.graph.scope", "https://graph.microsoft.us/.default");
        }
    }

    Platform platform;

    @Inject
    MailboxReader mailboxes;

    @Inject
    GraphReader graph;

    @Test
    void mailIsReadFromTheConfiguredCloudWithItsToken() {
        UUID owner = platform.simulator()
                .tenant(Platform.TENANT)
                .mailboxes()
                .keySet()
                .iterator()
                .next();
        UserId user = new UserId(owner);

        long total = mailboxes.total(graph.client(new TenantId(Platform.TENANT)), user, Permit.of(user, () -> {}));

        assertThat(total)
                .isEqualTo(platform.simulator()
                        .tenant(Platform.TENANT)
                        .mailbox(owner)
                        .orElseThrow()
                        .messages()
                        .size());
        assertThat(platform.simulator().audiences()).containsExactly("https://graph.microsoft.us");
    }
}
