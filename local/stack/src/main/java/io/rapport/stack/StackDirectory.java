package io.rapport.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a stack keeps its things. */
public record StackDirectory(Path root) {

    public StackDirectory {
        root = root.toAbsolutePath().normalize();
    }

    public Path postgres() {
        return root.resolve("data").resolve("postgres");
    }

    public Path kafka() {
        return root.resolve("data").resolve("kafka");
    }

    /** The root key that wraps the key ring, base64. */
    public Path rootKey() {
        return root.resolve("keys").resolve("root.key");
    }

    /** The key ring's generations. */
    public Path ring() {
        return root.resolve("keys").resolve("ring");
    }

    /** The key that signs certificates: Ed25519, PKCS #8, PEM. */
    public Path certificateKey() {
        return root.resolve("keys").resolve("certificate.pem");
    }

    /** Secrets and passwords, as Java properties. */
    public Path secrets() {
        return root.resolve("keys").resolve("secrets.properties");
    }

    /** Encrypted tenant snapshots. */
    public Path backups() {
        return root.resolve("backups");
    }

    /** Base backups of PostgreSQL. */
    public Path baseBackups() {
        return root.resolve("base-backups");
    }

    /** The movable clock's offset in milliseconds. */
    public Path clock() {
        return root.resolve("clock");
    }

    public Path log(String name) {
        return root.resolve("logs").resolve(name + ".log");
    }

    /** Pids of the stack's processes, one a file, for whoever must clean up after a crash. */
    public Path pids() {
        return root.resolve("pids");
    }

    /** Stands on the command line of each of the stack's JVMs, so that none is mistaken for a stranger with its pid. */
    public String mark() {
        return "-Drapport.stack=" + root;
    }

    /** Makes the folders. */
    public void create() {
        try {
            for (Path folder :
                    new Path[] {root.resolve("data"), ring(), backups(), baseBackups(), root.resolve("logs"), pids()}) {
                Files.createDirectories(folder);
            }
            Files.setPosixFilePermissions(ring().getParent(), PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a tree; what is already gone is fine. */
    public static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
