package io.rapport.images;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a container runtime does with an image, as far as the kernel lets us: the unpacked layers are the whole file
 * system, read-only but for an empty {@code /tmp}, and the image's user runs its entrypoint with its environment.
 */
record Sandbox(Path root, Tarball image) {

    private static final String ENTER = """
            set -e
            mount --bind "$1" "$1"
            mount -o remount,bind,ro "$1"
            mount --rbind /proc "$1/proc"
            mount --rbind /dev "$1/dev"
            mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"
            root=$1
            shift
            if [ "$1" = root ]; then shift; exec chroot "$root" "$@"; fi
            user=$1
            shift
            exec chroot "--userspec=$user" "$root" "$@"
            """;

    /** How a program ended and what it said. */
    record Outcome(int code, String said) {}

    /** Unpacks an image; the test is skipped where this user may not mount. */
    static Sandbox of(Tarball image, Path root) throws IOException {
        assumeTrue(mayMount(), "this machine does not let us mount, so the image was not started");
        image.unpack(root);
        Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(root.resolve("dev"));
        return new Sandbox(root, image);
    }

    /** Runs the image's entrypoint, the given variables on top of its own, until it ends. */
    Outcome run(Map<String, String> variables) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(unshare());
        // Only root may become somebody else; otherwise we are root of nothing but the sandbox.
        words.addAll(List.of("sh", "-c", ENTER, "sh", root.toString(), isRoot() ? ServiceImage.USER : "root"));
        words.addAll(image.texts("Entrypoint"));
        Path output = root.resolveSibling("output");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        for (String variable : image.texts("Env")) {
            int equals = variable.indexOf('=');
            builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        builder.environment().putAll(variables);
        Process process = builder.start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        return new Outcome(ended ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
    }

    private static boolean mayMount() throws IOException {
        List<String> words = new ArrayList<>(unshare());
        words.addAll(List.of("mount", "--bind", "/tmp", "/tmp"));
        try {
            Command.run(Map.of(), words);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static List<String> unshare() throws IOException {
        return isRoot() ? List.of("unshare", "--mount") : List.of("unshare", "--mount", "--map-root-user");
    }

    private static boolean isRoot() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }
}
