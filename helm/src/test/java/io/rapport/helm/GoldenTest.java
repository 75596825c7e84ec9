package io.rapport.helm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a cluster would get, to the byte: whoever changes a template sees in the diff whom it concerns. */
class GoldenTest {

    @TempDir
    Path directory;

    static List<String> installations() throws IOException {
        return ChartTest.installations().toList();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void isRenderedAsReviewed(String ci) throws IOException {
        Written.holds(
                "helm/src/test/resources/golden/" + ci.replace("-values", ""),
                new Chart(directory).template("rapport", ci, Map.of()));
    }
}
