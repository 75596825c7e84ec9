package io.rapport.consent.keys;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.contracts.ids.Te;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A key ring in a folder of its own, apart from the database and its backups.
 *
 * <p>Generation n is two files: {@code ring-n.json}, epoch keys wrapped with ring key n, and {@code ring-n.key}, ring
 * key n wrapped by the {@link RootKeys}. To shred an epoch's key, generation n+1 is written without it under a new ring
 * key, synced, and then ring key n is destroyed: by the root if it keeps a key of its own for each generation, and by
 * overwriting and removing the file. Whoever kept a copy of {@code ring-n.json} has nothing to open it with. With a root
 * that is one mounted secret, {@code ring-*.key} must not go into any backup, and a backup of the rest must not live
 * longer than 7 days.
 *
 * <p>The newest complete generation counts. A crash at any point leaves either the old generation whole or the new one
 * whole, and the next start or shred removes what is left of the other.
 */
public final class FileKeyRing implements KeyRing {

    private static final Pattern RING = Pattern.compile("ring-(\\d{9})\\.json");
    private static final Pattern OURS = Pattern.compile("ring-(\\d{9})\\.(json|key)(\\.draft)?");
    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final RootKeys root;
    private final ObjectMapper json = new ObjectMapper();
    private final SecureRandom random = new SecureRandom();
    private final Steps steps;

    /** Named points between durable steps, where tests let the process die. */
    interface Steps {
        void reached(String step);
    }

    public FileKeyRing(Path folder, RootKeys root) {
        this(folder, root, step -> {});
    }

    FileKeyRing(Path folder, RootKeys root, Steps steps) {
        this.folder = folder;
        this.root = root;
        this.steps = steps;
        try {
            Files.createDirectories(folder);
            if (newest().isEmpty()) {
                write(1, new TreeMap<>());
            }
            int generation = newest().orElseThrow();
            root.refuseLongMemory(generation);
            destroyAllBefore(generation);
        } catch (IOException e) {
            throw new RingUnavailable("The key ring cannot be opened", e);
        }
    }

    @Override
    public synchronized void create(Te te) {
        change(keys -> keys.computeIfAbsent(te.toString(), id -> randomKey()));
    }

    @Override
    public synchronized Optional<byte[]> find(Te te) {
        try {
            return Optional.ofNullable(read(newest().orElseThrow()).get(te.toString()));
        } catch (IOException e) {
            throw new RingUnavailable("The key ring cannot be read", e);
        }
    }

    @Override
    public synchronized int copies(Te te) {
        try {
            int generation = newest().orElseThrow();
            return leftovers(generation).size() + (read(generation).containsKey(te.toString()) ? 1 : 0);
        } catch (IOException e) {
            throw new RingUnavailable("The key ring cannot be read", e);
        }
    }

    @Override
    public synchronized Optional<Instant> shred(Te te) {
        return change(keys -> keys.remove(te.toString()));
    }

    private interface Change {
        void applyTo(Map<String, byte[]> keys);
    }

    private Optional<Instant> change(Change change) {
        try {
            int generation = newest().orElseThrow();
            Map<String, byte[]> keys = read(generation);
            int before = keys.size();
            change.applyTo(keys);
            if (keys.size() != before) {
                write(generation + 1, keys);
                steps.reached("new generation durable");
            }
            return destroyAllBefore(newest().orElseThrow());
        } catch (IOException e) {
            throw new RingUnavailable("The key ring cannot be changed", e);
        }
    }

    /** The ring key first, the ring last: a generation exists once its ring does. */
    private void write(int generation, Map<String, byte[]> keys) throws IOException {
        byte[] ringKey = randomKey();
        TreeMap<String, String> wrapped = new TreeMap<>();
        for (Map.Entry<String, byte[]> key : keys.entrySet()) {
            wrapped.put(key.getKey(), Wrapping.wrap(ringKey, key.getValue(), key.getKey()));
        }
        writeDurably(keyFile(generation), root.wrap(generation, ringKey));
        steps.reached("ring key durable");
        writeDurably(ringFile(generation), json.writeValueAsString(wrapped));
    }

    private Map<String, byte[]> read(int generation) throws IOException {
        byte[] ringKey =
                root.unwrap(generation, Files.readString(keyFile(generation)).strip());
        Map<String, String> wrapped = json.readValue(ringFile(generation).toFile(), new TypeReference<>() {});
        Map<String, byte[]> keys = new TreeMap<>();
        for (Map.Entry<String, String> key : wrapped.entrySet()) {
            keys.put(key.getKey(), Wrapping.unwrap(ringKey, key.getValue(), key.getKey()));
        }
        return keys;
    }

    private Optional<Integer> newest() throws IOException {
        return generations().stream().max(Comparator.naturalOrder());
    }

    private List<Integer> generations() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> RING.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(match -> Integer.parseInt(match.group(1)))
                    .toList();
        }
    }

    /**
     * Ring keys first: from then on the rings of old generations are noise. The root's own key of a generation goes before
     * the files that tell of it, so that a crash in between is made good by the next time.
     */
    private Optional<Instant> destroyAllBefore(int generation) throws IOException {
        Optional<Instant> irrecoverableFrom = Optional.empty();
        for (Path file : leftovers(generation)) {
            Matcher old = OURS.matcher(file.getFileName().toString());
            if (old.matches() && "key".equals(old.group(2)) && Integer.parseInt(old.group(1)) < generation) {
                irrecoverableFrom = later(irrecoverableFrom, root.destroy(Integer.parseInt(old.group(1))));
                steps.reached("root's key destroyed");
            }
            overwrite(file);
            steps.reached("overwritten");
            Files.deleteIfExists(file);
        }
        syncFolder();
        return irrecoverableFrom;
    }

    private List<Path> leftovers(int generation) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> OURS.matcher(file.getFileName().toString()).matches())
                    .filter(file -> !file.equals(keyFile(generation)) && !file.equals(ringFile(generation)))
                    .sorted(Comparator.comparing(path -> !path.toString().endsWith(".key")))
                    .toList();
        }
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    private void overwrite(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer noise = ByteBuffer.allocate((int) channel.size());
            random.nextBytes(noise.array());
            channel.write(noise, 0);
            channel.force(true);
        }
    }

    private void writeDurably(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("The key ring needs a file system with atomic renames", e);
        }
        syncFolder();
    }

    private void syncFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path ringFile(int generation) {
        return folder.resolve("ring-%09d.json".formatted(generation));
    }

    private Path keyFile(int generation) {
        return folder.resolve("ring-%09d.key".formatted(generation));
    }

    private byte[] randomKey() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }
}
