package io.rapport.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service is told of the pages. */
class EndpointsTest {

    @Test
    void thePagesAreFourPortsAfterTheBase() {
        assertThat(Endpoints.from(18080).pagesUrl()).isEqualTo(URI.create("http://127.0.0.1:18084"));
    }

    @Test
    void allServicesShareTheSessionSecretOfTheStack(@TempDir Path root) {
        StackDirectory directory = new StackDirectory(root);
        Secrets secrets = Secrets.of(directory);

        for (ServiceName service : ServiceName.values()) {
            Map<String, String> config = Endpoints.from(18080).configFor(service, directory, secrets);
            assertThat(config)
                    .containsEntry("rapport.pages.client-id", "rapport-pages")
                    .containsEntry("rapport.pages.client-secret", secrets.clientSecret())
                    .containsEntry("rapport.pages.session-secret", secrets.sessionSecret());
        }
        assertThat(secrets.sessionSecret()).hasSizeGreaterThanOrEqualTo(32);
    }

    @Test
    void aStackOfAnOlderVersionGetsTheSecretItLacksAndKeepsTheOthers(@TempDir Path root) throws Exception {
        StackDirectory directory = new StackDirectory(root);
        String before = Secrets.of(directory).clientSecret();
        String text = Files.readString(directory.secrets());
        Files.writeString(directory.secrets(), text.replaceAll("pages\\.session-secret=.*\\R", ""));

        Secrets completed = Secrets.of(directory);

        assertThat(completed.clientSecret()).isEqualTo(before);
        assertThat(completed.sessionSecret())
                .isEqualTo(Secrets.of(directory).sessionSecret())
                .hasSize(40);
    }
}
