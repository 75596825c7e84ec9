package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The chart's README tells every value as values.yaml does, and names what is there. */
class ReadmeTest {

    private static final Path TEMPLATE = Path.of("src/test/resources/README.md");
    private static final Pattern SECRET = Pattern.compile("create secret generic (\\S+)");

    @Test
    void tellsEveryValue() throws IOException {
        Written.holds(
                "helm/rapport/README.md",
                Files.readString(TEMPLATE).replace("@VALUES@\n", ValuesTable.of(Chart.SOURCE.resolve("values.yaml"))));
    }

    /** Its commands make the Secrets that its example names. */
    @Test
    void makesTheSecretsThatTheSmallestInstallationNames() throws IOException {
        JsonNode values = Yaml.read(Chart.SOURCE.resolve("ci/minimal-values.yaml"));
        JsonNode defaults = Yaml.read(Chart.SOURCE.resolve("values.yaml"));
        var made = SECRET.matcher(Files.readString(TEMPLATE))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
        assertThat(made)
                .contains(
                        values.at("/oidc/existingSecret").asText(),
                        values.at("/graph/existingSecret").asText(),
                        values.at("/keys/existingSecret").asText(),
                        values.at("/certificate/existingSecret").asText());
        for (String service : Chart.SERVICES) {
            assertThat(defaults.at("/services/" + service + "/databaseSecret").asText())
                    .isEqualTo(service + "-database");
        }
    }
}
