package io.rapport.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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
    private static final String LIB_DEFLATE = "/libdeflate.so.0";

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
        return Images.of(ROOT, SERVICE).write(runtime, cache, Images.licences(), folder, folder.resolve("image.tar"));
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
        assertThat(Files.readString(ROOT.resolve("helm/src/test/resources/golden/minimal.yaml")))
                .contains("value: " + ServiceImage.JVM_OPTIONS + "\n");
    }

    @Test
    void whatChangesWithOurCodeComesLast() {
        assertThat(image.layers()).isEqualTo(6);
        assertThat(files(0)).contains("etc/passwd", "tmp/").anyMatch(name -> name.contains("/libc.so"));
        assertThat(files(1)).allMatch(name -> name.startsWith("opt/"));
        assertThat(files(2)).noneMatch(name -> name.contains("rapport"));
        assertThat(files(3))
                .contains("app/quarkus-run.jar")
                .anyMatch(name -> name.startsWith("app/lib/main/io.rapport."))
                .noneMatch(name -> name.startsWith("app/lib/main/io.quarkus."));
        assertThat(files(4)).contains("app/sbom.cdx.json");
        assertThat(files(5)).contains("app/app.aot");
    }

    @Test
    void itNamesEveryFileOfTheApplicationWithItsHashAndNothingThatIsNotThere() throws Exception {
        Map<String, String> hashes = new TreeMap<>();
        for (JsonNode component : materials().path("components")) {
            for (JsonNode occurrence : component.at("/evidence/occurrences")) {
                String location = occurrence.path("location").asText();
                if (location.startsWith("/app/")) {
                    hashes.put(location, sha256(component));
                }
            }
        }
        Map<String, String> files = new TreeMap<>();
        for (int layer = 2; layer < 4; layer++) {
            for (Map.Entry<String, byte[]> file : image.contents(layer).entrySet()) {
                files.put(file.getKey(), sha256(file.getValue()));
            }
        }

        assertThat(files).hasSizeGreaterThan(100);
        assertThat(hashes).containsExactlyEntriesOf(files);
    }

    @Test
    void itNamesTheJavaRuntimeAndTheFilesOfTheCLibrary() throws Exception {
        assertThat(locations("openjdk", Runtime.version().toString())).containsExactly("/opt/java");
        assertThat(files(1)).contains("opt/java/bin/java");
        assertThat(locations("glibc", ""))
                .containsExactlyInAnyOrderElementsOf(image.contents(0).keySet().stream()
                        .filter(file -> !file.startsWith("/etc/") && !file.endsWith(LIB_DEFLATE))
                        .toList());
    }

    @Test
    void itHoldsAndNamesTheMachinesLibDeflateIfThereIsOne() throws Exception {
        List<Path> machines = Stream.of("/lib", "/lib64", "/usr/lib", "/usr/lib64")
                .map(Path::of)
                .flatMap(ImageIT::libDeflates)
                .toList();

        assertThat(locations("libdeflate", ""))
                .containsExactlyElementsOf(image.contents(0).keySet().stream()
                        .filter(file -> file.endsWith(LIB_DEFLATE))
                        .toList())
                .hasSize(machines.isEmpty() ? 0 : 1);
        for (String location : locations("libdeflate", "")) {
            assertThat(image.contents(0).get(location)).isEqualTo(Files.readAllBytes(Path.of(location)));
        }
    }

    /** In the folder itself or one below, by the name of the kind of machine. */
    private static Stream<Path> libDeflates(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.find(
                folder, 2, (file, attributes) -> file.toString().endsWith(LIB_DEFLATE), FileVisitOption.FOLLOW_LINKS)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyLibraryHasAPackageUrlThatStandsOnceAndIfItIsNotOursALicence() throws Exception {
        Set<String> purls = new HashSet<>();
        List<String> silent = new ArrayList<>();
        for (JsonNode component : materials().path("components")) {
            String purl = component.path("purl").asText();
            if (component.path("type").asText().equals("library")) {
                assertThat(purl).startsWith("pkg:");
                assertThat(purls.add(purl)).as("%s stands once", purl).isTrue();
                if (component.path("licenses").isEmpty() && !purl.startsWith("pkg:maven/io.rapport/")) {
                    silent.add(purl);
                }
            }
        }

        assertThat(purls).anyMatch(purl -> purl.matches("pkg:maven/io\\.netty/netty-common@[^?]+\\?type=jar"));
        assertThat(silent).isEmpty();
    }

    @Test
    void whatItIsMadeOfStandsBesideTheTarballToo() throws Exception {
        assertThat(WORK.resolve("first/image.cdx.json"))
                .hasBinaryContent(image.contents(4).get("/app/sbom.cdx.json"));
    }

    private static JsonNode materials() throws IOException {
        return new JsonMapper().readTree(image.contents(4).get("/app/sbom.cdx.json"));
    }

    private static List<String> locations(String name, String version) throws IOException {
        List<String> locations = new ArrayList<>();
        for (JsonNode component : materials().path("components")) {
            if (component.path("name").asText().equals(name)
                    && component.path("version").asText().startsWith(version)) {
                component
                        .at("/evidence/occurrences")
                        .forEach(occurrence ->
                                locations.add(occurrence.path("location").asText()));
            }
        }
        return locations;
    }

    private static String sha256(JsonNode component) {
        for (JsonNode hash : component.path("hashes")) {
            if (hash.path("alg").asText().equals("SHA-256")) {
                return hash.path("content").asText();
            }
        }
        return "none";
    }

    private static String sha256(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
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
