package io.rapport.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Builds the image of one packaged service, twice, and looks at what a container runtime would see. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the image holds the C library of the machine that builds")
class ImageIT {

    private static final Path ROOT = Path.of(System.getProperty("rapport.root"));
    private static final Path WORK = ROOT.resolve("images/target/it");
    private static final String SERVICE = "purge-service";

    private static StartupCache cache = new StartupCache(WORK);
    private static String digest = "";
    private static Tarball image = Tarball.none();

    @BeforeAll
    static void build() {
        Path folder = Images.emptied(WORK.resolve("first"));
        JavaRuntime runtime = JavaRuntime.link(Images.jdk(), folder.resolve("java"));
        cache = StartupCache.record(
                runtime, Images.of(ROOT, SERVICE).packaged(), Images.emptied(WORK.resolve("training")));
        digest = build(runtime, folder);
        image = Tarball.read(folder.resolve("image.tar"));
    }

    private static String build(JavaRuntime runtime, Path folder) {
        return Images.of(ROOT, SERVICE).write(runtime, cache, folder, folder.resolve("image.tar"));
    }

    @Test
    void theSameInputGivesTheSameDigest() {
        Path folder = Images.emptied(WORK.resolve("second"));
        JavaRuntime runtime = JavaRuntime.link(Images.jdk(), folder.resolve("java"));

        assertThat(build(runtime, folder)).isEqualTo(digest);
    }

    @Test
    void itRunsAsNobodySpecialAndSaysWhatItIs() {
        assertThat(image.config().at("/config/User").asText()).isEqualTo("10001:10001");
        assertThat(image.config().at("/config/WorkingDir").asText()).isEqualTo("/app");
        assertThat(image.config().at("/config/ExposedPorts").fieldNames())
                .toIterable()
                .containsExactly("8080/tcp");
        assertThat(image.texts("Entrypoint")).startsWith("/opt/java/bin/java").endsWith("-jar", "/app/quarkus-run.jar");
        assertThat(image.config().at("/config/Labels").fieldNames())
                .toIterable()
                .contains(
                        "org.opencontainers.image.title",
                        "org.opencontainers.image.version",
                        "org.opencontainers.image.licenses");
    }

    @Test
    void itGivesTheJvmTheOptionsThatTheChartGives() throws Exception {
        assertThat(image.texts("Env")).contains("JAVA_TOOL_OPTIONS=" + ServiceImage.JVM_OPTIONS);
        assertThat(Files.readString(ROOT.resolve("helm/rapport/templates/deployment.yaml")))
                .contains("value: " + ServiceImage.JVM_OPTIONS + "\n");
    }

    @Test
    void whatChangesWithOurCodeComesLast() {
        assertThat(image.layers()).isEqualTo(5);
        assertThat(files(0)).contains("etc/passwd", "tmp/").anyMatch(name -> name.contains("/libc.so"));
        assertThat(files(1)).allMatch(name -> name.startsWith("opt/"));
        assertThat(files(2)).noneMatch(name -> name.contains("rapport"));
        assertThat(files(3))
                .contains("app/quarkus-run.jar")
                .anyMatch(name -> name.startsWith("app/lib/main/io.rapport."))
                .noneMatch(name -> name.startsWith("app/lib/main/io.quarkus."));
        assertThat(files(4)).contains("app/app.aot");
    }

    @Test
    void whereverItMayWriteIsTheFolderForTemporaryFiles() {
        for (int layer = 0; layer < image.layers(); layer++) {
            assertThat(image.entries(layer))
                    .filteredOn(entry -> (entry.getMode() & 0022) != 0)
                    .extracting(TarArchiveEntry::getName)
                    .isSubsetOf("tmp/");
        }
    }

    @Test
    void theServiceStartsFromTheImageAloneWithItsStartupCache() throws Exception {
        Sandbox sandbox =
                Sandbox.of(image, Images.emptied(WORK.resolve("sandbox")).resolve("root"));

        Sandbox.Outcome outcome = sandbox.run(Map.of(
                "RAPPORT_DATABASE_HOST",
                "127.0.0.1",
                "RAPPORT_DATABASE_PORT",
                "1",
                "RAPPORT_CERTIFICATE_KEY_FILE",
                "/tmp/certificate.key",
                // Instead of going on without a cache that does not fit, fail.
                "JAVA_TOOL_OPTIONS",
                ServiceImage.JVM_OPTIONS + " -XX:AOTMode=on"));

        // All of the application is wired by then; without a database nothing can follow.
        assertThat(outcome.said()).contains("Connection to 127.0.0.1:1 refused");
        assertThat(outcome.code()).isEqualTo(1);
    }

    private static List<String> files(int layer) {
        return image.entries(layer).stream().map(TarArchiveEntry::getName).toList();
    }
}
