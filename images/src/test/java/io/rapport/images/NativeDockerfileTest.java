package io.rapport.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be told of the Dockerfile without a container builder. */
class NativeDockerfileTest {

    private final List<String> lines;

    NativeDockerfileTest() throws IOException {
        lines = Files.readAllLines(Path.of("Dockerfile.native"));
    }

    @Test
    void theBuilderIsForWhoeverBuildsToName() {
        assertThat(lines).contains("ARG BUILDER");
        assertThat(lines.stream().filter(line -> line.startsWith("FROM ")))
                .containsExactly("FROM ${BUILDER} AS build", "FROM scratch");
    }

    @Test
    void itRunsAsTheOtherImageDoes() {
        assertThat(lines.subList(lines.indexOf("FROM scratch"), lines.size()))
                .contains(
                        "USER " + ServiceImage.USER,
                        "WORKDIR " + ServiceImage.APP,
                        "EXPOSE " + ServiceImage.PORT,
                        "ENV QUARKUS_HTTP_PORT=" + ServiceImage.PORT);
    }
}
