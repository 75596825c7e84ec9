package io.rapport.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.stack.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script alone: a machine's JDKs and its Maven are files that only say what they are. */
class ScriptIT {

    private static final List<String> TOOLS =
            List.of("sh", "sed", "head", "dirname", "readlink", "awk", "tr", "cat", "find", "env", "rm", "mkdir", "ls");

    @TempDir
    Path machine = Path.of("");

    private Path bin = Path.of("");
    private Path jdks = Path.of("");

    private record Said(int code, String text) {}

    @BeforeEach
    void prepare() throws IOException {
        bin = Files.createDirectories(machine.resolve("bin"));
        jdks = Files.createDirectories(machine.resolve("jdks"));
        for (String tool : TOOLS) {
            Path real = Stream.of("/usr/bin", "/bin")
                    .map(folder -> Path.of(folder, tool))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            script(bin.resolve(tool), "exec " + real + " \"$@\"");
        }
    }

    @Test
    void aMachineWithoutTheRightJdkIsToldWhatToDo() throws Exception {
        jdk("jdk-17", "17.0.15");
        jdk("jdk-24", "24.0.2");

        Said said = rapport(Map.of(), "test");

        assertThat(said.code).isEqualTo(1);
        assertThat(said.text).startsWith("Rapport needs a JDK 25: ").hasLineCount(1);
    }

    @Test
    void theRightJdkIsFoundAmongOthersInTheUsualFolders() throws Exception {
        jdk("jdk-17", "17.0.15");
        Path right = jdk("jdk-25", "25.0.3");
        jdk("jdk-26", "26");
        maven("3.8.7");

        assertThat(rapport(Map.of(), "test").text).contains("built with " + right);
    }

    @Test
    void aNewerJdkServesIfTheRightOneIsMissing() throws Exception {
        Path newer = jdk("jdk-26", "26");
        maven("3.8.7");

        assertThat(rapport(Map.of(), "test").text).contains("built with " + newer);
    }

    @Test
    void javaHomeComesFirstAndARuntimeWithoutACompilerIsNoJdk() throws Exception {
        Path runtime = jdk("jre-25", "25.0.3");
        Files.delete(runtime.resolve("bin/javac"));
        jdk("a-jdk-25", "25.0.3");
        Path chosen = jdk("z-jdk-25", "25.0.3");
        maven("3.8.7");

        assertThat(rapport(Map.of("JAVA_HOME", chosen.toString()), "test").text).contains("built with " + chosen);
        assertThat(rapport(Map.of("JAVA_HOME", runtime.toString()), "test").text)
                .contains("built with " + jdks.resolve("a-jdk-25"));
    }

    @Test
    void aJdkWithoutAReleaseFileIsAskedForItsVersion() throws Exception {
        Path silent = jdk("odd", "25.0.3");
        Files.delete(silent.resolve("release"));
        maven("3.9.16");

        assertThat(rapport(Map.of(), "test").text).contains("built with " + silent);
    }

    @Test
    void aMissingOrOldMavenIsNamedInOneSentence() throws Exception {
        jdk("jdk-25", "25.0.3");

        Said missing = rapport(Map.of(), "test");
        maven("3.8.6");
        Said old = rapport(Map.of(), "test");

        assertThat(missing.code).isEqualTo(1);
        assertThat(missing.text)
                .startsWith("Rapport needs Maven 3.8.7 or newer: ")
                .hasLineCount(1);
        assertThat(old.code).isEqualTo(1);
        assertThat(old.text).contains("'mvn' is 3.8.6").hasLineCount(1);
    }

    @Test
    void testHandsFurtherArgumentsToMaven() throws Exception {
        jdk("jdk-25", "25.0.3");
        maven("4.0.0");

        assertThat(rapport(Map.of(), "test", "-pl", "contracts").text)
                .contains("arguments -B -ntp -T 2 verify -pl contracts")
                .contains("in " + Checkout.root());
    }

    @Test
    void itWorksThroughASymbolicLinkFromAnywhere() throws Exception {
        jdk("jdk-25", "25.0.3");
        maven("3.8.7");
        Path link = Files.createSymbolicLink(
                machine.resolve("link"), Checkout.root().resolve("rapport"));

        assertThat(run(link, Map.of(), "test").text).contains("in " + Checkout.root());
        Files.delete(link);
    }

    @Test
    void helpNeedsNothingAndAnUnknownCommandGetsCodeTwo() throws Exception {
        assertThat(rapport(Map.of(), "help").text).contains("./rapport demo", "./rapport test");

        Said unknown = rapport(Map.of(), "dance");

        assertThat(unknown.code).isEqualTo(2);
        assertThat(unknown.text).contains("'dance'").hasLineCount(1);
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = jdks.resolve(name);
        script(home.resolve("bin/javac"), "exit 0");
        script(home.resolve("bin/java"), "echo 'openjdk version \"" + version + "\" 2026-01-01' >&2");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private void maven(String version) throws IOException {
        script(bin.resolve("mvn"), """
                if [ "$1" = -v ]; then echo "Apache Maven %s (x)"; exit 0; fi
                echo "built with $JAVA_HOME"; echo "arguments $*"; echo "in $(pwd -P)"
                """.formatted(version));
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Said rapport(Map<String, String> environment, String... arguments) throws Exception {
        return run(Checkout.root().resolve("rapport"), environment, arguments);
    }

    private Said run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(machine.toFile()).redirectErrorStream(true);
        Map<String, String> all = new HashMap<>(environment);
        all.put("PATH", bin.toString());
        all.put("HOME", machine.toString());
        all.put("RAPPORT_JDK_FOLDERS", jdks.toString());
        builder.environment().clear();
        builder.environment().putAll(all);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
