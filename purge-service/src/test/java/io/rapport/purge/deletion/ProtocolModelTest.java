package io.rapport.purge.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The protocol of all four services as a formal model, searched whole by Spin where it is installed with a C compiler:
 * the design holds, and whoever drops one of its rules is found out. What is searched is the model, not the code; the rules
 * of the code are searched by {@link StateSpaceTest}.
 */
class ProtocolModelTest {

    private static final Path MODEL = Path.of("src/test/spin/consent.pml");

    @TempDir
    Path directory;

    @BeforeEach
    void installed() throws IOException, InterruptedException {
        assumeTrue(
                isInstalled("spin", "-V") && isInstalled("gcc", "--version"),
                "Spin and gcc are not installed: the model is not searched");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAXE=2", "STORE2", "USER"})
    void holdsInEveryState(String world) throws IOException, InterruptedException {
        assertThat(search(world, "-O2")).contains("errors: 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "M_NOKEY",
                "M_NOFENCE",
                "M_CERTFIRST",
                "M_LATEFENCE M_NOVERIFY",
                "M_CACHEKEY",
                "M_TOCTOU",
                "M_READTAG",
                "M_CANCEL",
                "M_STALE",
                "M_DELALL",
                "RESTORE M_NOREPLAY",
                "RESTORE M_KEYINBACKUP",
                "STORE2 M_ONESTORE",
                "USER M_NOUFENCE",
                "USER M_SHOWOLD",
                "USER M_UDELALL",
                "USER M_REGRANT"
            })
    void aDroppedRuleIsFoundOut(String mistake) throws IOException, InterruptedException {
        // The last process first: all are found within half a million states, before an optimised search would be
        // compiled.
        assertThat(search(mistake, "-O0", "-DREVERSE")).contains("errors: 1");
    }

    private String search(String defines, String... how) throws IOException, InterruptedException {
        List<String> generate = new ArrayList<>(List.of("spin", "-a"));
        Arrays.stream(defines.split(" ")).map(define -> "-D" + define).forEach(generate::add);
        generate.add(MODEL.toAbsolutePath().toString());
        run(generate);
        List<String> compile = new ArrayList<>(List.of("gcc", "-w", "-DSAFETY", "-DCOLLAPSE", "-o", "pan", "pan.c"));
        compile.addAll(List.of(how));
        run(compile);
        return run(List.of("./pan", "-m400000"));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile(directory, "said", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        int code = process.waitFor();
        String text = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(code).as("%s: %s", command, text).isZero();
        return text;
    }

    private static boolean isInstalled(String tool, String version) throws InterruptedException {
        try {
            return new ProcessBuilder(tool, version)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
