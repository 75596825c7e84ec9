package io.rapport.stack.cli.process;

import io.rapport.stack.StackDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one stack, held by one launcher at a time. Data without the mark {@code complete} is half-written and
 * goes: at the end of a start that failed, and at the next start if the launcher itself was killed. The script that
 * started this JVM learns the directory from the guard file, so that it can do the same after a kill -9.
 */
public final class StackHome implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 15;

    private final StackDirectory directory;
    private final FileChannel channel;
    private final FileLock lock;

    private StackHome(StackDirectory directory, FileChannel channel, FileLock lock) {
        this.directory = directory;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the directory, ends what a killed launcher left running in it and removes half-written data.
     *
     * @param fresh removes whole data too
     * @throws Failure if another launcher has it, or if it holds something else
     */
    public static StackHome open(Path root, boolean fresh) {
        StackDirectory directory = new StackDirectory(root);
        try {
            refuseForeign(directory.root());
            Files.createDirectories(directory.root());
            Files.writeString(belongs(directory), "A Rapport stack keeps its data here.\n");
            FileChannel channel = FileChannel.open(
                    directory.root().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new Failure("A stack is already running in " + directory.root()
                        + "; stop it first or choose another directory with --dir.");
            }
            StackHome home = new StackHome(directory, channel, lock);
            home.tellGuard();
            home.endLeftovers();
            if (fresh || !home.isComplete()) {
                home.wipe();
            }
            directory.create();
            return home;
        } catch (IOException e) {
            throw new Failure("The directory " + directory.root() + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    public StackDirectory directory() {
        return directory;
    }

    /** From now on the data is worth keeping. */
    public void markComplete() {
        write(complete(), "");
    }

    public boolean isComplete() {
        return Files.exists(complete());
    }

    /** What time it was when the kept data began; {@code now} if it begins now. */
    public Instant firstStart(Instant now) {
        Path note = directory.root().resolve("data").resolve("began");
        try {
            if (!Files.exists(note)) {
                Files.writeString(note, now.toString());
            }
            return Instant.parse(Files.readString(note));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes a process, for whoever must end it after a crash. */
    public void note(String name, long pid) {
        write(directory.pids().resolve(name), Long.toString(pid));
    }

    /** Removes data, keys and backups; logs stay, to learn from. */
    public void wipe() {
        for (Path part : List.of(
                complete(),
                directory.root().resolve("data"),
                directory.root().resolve("keys"),
                directory.backups(),
                directory.clock(),
                directory.pids(),
                RunningStack.file(directory.root()))) {
            StackDirectory.delete(part);
        }
    }

    /** Lets the directory go; half-written data goes with it. All processes must have ended. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(RunningStack.file(directory.root()));
            StackDirectory.delete(directory.pids());
            if (!isComplete()) {
                wipe();
            }
            lock.release();
            channel.close();
            Path guard = guard();
            if (guard != null) {
                Files.deleteIfExists(guard);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path complete() {
        return directory.root().resolve("complete");
    }

    private static Path belongs(StackDirectory directory) {
        return directory.root().resolve("rapport-stack");
    }

    private static void refuseForeign(Path root) throws IOException {
        if (!Files.exists(root) || Files.exists(root.resolve("rapport-stack"))) {
            return;
        }
        if (!Files.isDirectory(root)) {
            throw new Failure(root + " is not a directory.");
        }
        try (Stream<Path> inside = Files.list(root)) {
            if (inside.findAny().isPresent()) {
                throw new Failure(root + " holds something else; choose an empty directory with --dir.");
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void tellGuard() {
        Path guard = guard();
        if (guard != null) {
            write(guard, directory.root().toString());
        }
    }

    /** Where the script reads which directory it must clean up after a kill; null without a script. */
    private static @Nullable Path guard() {
        String file = System.getenv("RAPPORT_GUARD");
        return file == null || file.isBlank() ? null : Path.of(file);
    }

    private void endLeftovers() throws IOException {
        if (Files.isDirectory(directory.pids())) {
            try (Stream<Path> notes = Files.list(directory.pids())) {
                for (Path note : notes.toList()) {
                    ours(Files.readString(note)).ifPresent(StackHome::end);
                }
            }
        }
        Path postmaster = directory.postgres().resolve("postmaster.pid");
        if (Files.exists(postmaster)) {
            try (Stream<String> lines = Files.lines(postmaster)) {
                lines.findFirst().flatMap(this::ours).ifPresent(StackHome::end);
            }
        }
    }

    /** A pid may have gone to a stranger since: only a command line that names this directory is ours. */
    private Optional<ProcessHandle> ours(String pid) {
        try {
            return ProcessHandle.of(Long.parseLong(pid.strip()))
                    .filter(process -> process.info()
                            .commandLine()
                            .filter(line -> line.contains(directory.root().toString()))
                            .isPresent());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
