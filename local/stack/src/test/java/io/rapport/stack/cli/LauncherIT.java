package io.rapport.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.stack.Checkout;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the launcher ends, no process and no half-written data stay behind. Without the services, to be quick. */
class LauncherIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path dir = Path.of("");

    private final Pattern launcher = Pattern.compile("\"launcher\" : (\\d+)");

    private final Pattern pages = Pattern.compile("\"pages\" : (\\d+)");

    @org.jspecify.annotations.Nullable
    private Process script;

    @AfterEach
    void end() throws InterruptedException {
        Process left = script;
        if (left != null && left.isAlive()) {
            left.destroy();
            left.waitFor(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aStoppedStackKeepsItsDataAndStartsAgainOnIt() throws Exception {
        Process first = up();
        awaitUp();
        first.destroy();
        assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertNothingRuns();
        assertThat(dir.resolve("up/data/postgres/PG_VERSION")).exists();
        Path secrets = dir.resolve("up/keys/secrets.properties");
        String before = Files.readString(secrets);

        up();
        awaitUp();

        assertThat(Files.readString(secrets)).isEqualTo(before);
        URI pages = pages();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Files.readString(dir.resolve("out")).contains(pages + " — sign in as"));
        assertThat(statusOf(pages.resolve("/settings"))).isEqualTo(502);
    }

    @Test
    void aKilledLauncherIsCleanedUpAfterByTheScript() throws Exception {
        Process running = up();
        awaitUp();

        launcher().destroyForcibly();

        assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertNothingRuns();
        assertThat(dir.resolve("up/data")).exists();
    }

    @Test
    void aLauncherKilledWhileStartingLeavesNoHalfWrittenData() throws Exception {
        Process running = up();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Files.exists(dir.resolve("up/data/postgres")) && ours().count() > 1);

        ours().filter(process -> process.info().commandLine().orElse("").contains("rapport-stack-launcher.jar up"))
                .forEach(ProcessHandle::destroyForcibly);

        assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertNothingRuns();
        assertThat(dir.resolve("up/data")).doesNotExist();
        assertThat(dir.resolve("up/keys")).doesNotExist();
    }

    @Test
    void theLauncherStopsTheStackWhenItsScriptIsKilled() throws Exception {
        Process running = up();
        awaitUp();

        running.destroyForcibly();

        Awaitility.await().atMost(PATIENCE).untilAsserted(this::assertNothingRuns);
    }

    @Test
    void aPartThatDiesEndsTheStackWithOneSentence() throws Exception {
        Process running = up();
        awaitUp();

        long kafka = Long.parseLong(Files.readString(dir.resolve("up/pids/kafka")));
        ProcessHandle.of(kafka).orElseThrow().destroyForcibly();

        assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(running.exitValue()).isEqualTo(1);
        assertThat(Files.readString(dir.resolve("out"))).contains("kafka ended unexpectedly");
        assertNothingRuns();
    }

    private Process up() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Checkout.root().resolve("rapport").toString(), "up", "--parts-only", "--dir", dir.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("out").toFile());
        builder.environment().put("RAPPORT_BUILD", "never");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process started = builder.start();
        script = started;
        return started;
    }

    private void awaitUp() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Files.exists(dir.resolve("up/complete")) && Files.exists(dir.resolve("up/stack.json")));
    }

    private ProcessHandle launcher() throws IOException {
        return ProcessHandle.of(noted(launcher)).orElseThrow();
    }

    private long noted(Pattern number) throws IOException {
        Matcher found = number.matcher(Files.readString(dir.resolve("up/stack.json")));
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
    }

    /** Where a person finds the pages; no service runs to make one. */
    private URI pages() throws IOException {
        return URI.create("http://127.0.0.1:" + noted(pages));
    }

    private static int statusOf(URI uri) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private void assertNothingRuns() {
        List<String> left =
                ours().map(process -> process.info().commandLine().orElse("?")).toList();
        assertThat(left).isEmpty();
    }

    /** Processes whose command line names our directory. */
    private Stream<ProcessHandle> ours() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(dir.toString()))
                        .isPresent());
    }
}
