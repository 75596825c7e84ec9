package io.rapport.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What native sources lack is found; whether ours do, {@code ./rapport native-sources} says. */
class NativeSourcesTest {

    private static final String SERVICE = "META-INF/services/com.azure.core.http.HttpClientProvider";

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("native-image.args"), "--no-fallback");
        Files.createDirectories(folder.resolve("lib"));
        jar("lib/com.azure.client.jar", Map.of(SERVICE, "# one\ncom.azure.Provider\n"));
        jar(
                "lib/io.rapport.kit.jar",
                Map.of("db/kit/V0.sql", "", "META-INF/jandex.idx", "", "io/rapport/Kit.class", ""));
    }

    @Test
    void nothingIsMissingWhereEveryFileAndProviderIsRegistered() throws IOException {
        application("[{\"name\":\"com.azure.Provider\"}]", "\\\\Qdb/kit/V0.sql\\\\E", "\\\\Qnotice.txt\\\\E", SERVICE);

        assertThat(new NativeSources(folder).missing()).isEmpty();
    }

    @Test
    void aFileOfOursIsMissedByItsName() throws IOException {
        application("[{\"name\":\"com.azure.Provider\"}]", SERVICE);

        assertThat(new NativeSources(folder).missing())
                .containsExactlyInAnyOrder(
                        "the file notice.txt is not registered.", "the file db/kit/V0.sql is not registered.");
    }

    @Test
    void aProviderIsMissedWithItsFile() throws IOException {
        application("[{\"name\":\"com.azure.Other\"}]", "db/kit/V0.sql", "notice.txt");

        assertThat(new NativeSources(folder).missing())
                .containsExactly(
                        "the file " + SERVICE + " is not registered.",
                        "the class com.azure.Provider is not registered.");
    }

    @Test
    void aHeapDumpIsNotToBeHad() throws IOException {
        application("[{\"name\":\"com.azure.Provider\"}]", "db/.*", "notice.txt", SERVICE);
        Files.writeString(folder.resolve("native-image.args"), "--enable-monitoring=heapdump,threaddump");

        assertThat(new NativeSources(folder).missing())
                .singleElement()
                .asString()
                .contains("heap dumps");
    }

    private void application(String reflected, String... patterns) throws IOException {
        StringBuilder includes = new StringBuilder();
        for (String pattern : patterns) {
            includes.append(includes.isEmpty() ? "" : ",")
                    .append("{\"pattern\":\"")
                    .append(pattern)
                    .append("\"}");
        }
        jar(
                "service-runner.jar",
                Map.of(
                        "notice.txt",
                        "",
                        "application.properties",
                        "",
                        "META-INF/native-image/reflect-config.json",
                        reflected,
                        "META-INF/native-image/resource-config.json",
                        "{\"resources\":{\"includes\":[" + includes + "]}}"));
    }

    private void jar(String name, Map<String, String> files) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                jar.putNextEntry(new JarEntry(file.getKey()));
                jar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
