package io.rapport.consent.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.contracts.ids.Te;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeyRingTest {

    private static final Te OURS = new Te(1);
    private static final Te THEIRS = new Te(2);
    private static final RootKeys ROOT = new MountedRoot(new byte[32]);

    @TempDir
    Path folder;

    @Test
    void keepsAKeyOverRestarts() {
        FileKeyRing ring = new FileKeyRing(folder, ROOT);
        ring.create(OURS);
        byte[] key = ring.find(OURS).orElseThrow();

        assertThat(new FileKeyRing(folder, ROOT).find(OURS))
                .hasValueSatisfying(kept -> assertThat(kept).isEqualTo(key).hasSize(32));
    }

    @Test
    void makesAKeyOnlyOnce() {
        FileKeyRing ring = new FileKeyRing(folder, ROOT);
        ring.create(OURS);
        byte[] key = ring.find(OURS).orElseThrow();
        ring.create(OURS);

        assertThat(ring.find(OURS))
                .hasValueSatisfying(again -> assertThat(again).isEqualTo(key));
    }

    @Test
    void shredsOneKeyAndKeepsTheOthersUsable() {
        FileKeyRing ring = new FileKeyRing(folder, ROOT);
        ring.create(OURS);
        ring.create(THEIRS);
        byte[] theirs = ring.find(THEIRS).orElseThrow();

        ring.shred(OURS);

        assertThat(ring.find(OURS)).isEmpty();
        assertThat(ring.find(THEIRS)).hasValueSatisfying(key -> assertThat(key).isEqualTo(theirs));
    }

    @Test
    void anOlderCopyOfTheRingCannotBeOpenedAfterAShred() throws IOException {
        FileKeyRing ring = new FileKeyRing(folder, ROOT);
        ring.create(OURS);
        byte[] oldRing = Files.readAllBytes(only("json"));

        ring.shred(OURS);

        Files.write(only("json"), oldRing);
        assertThatThrownBy(() -> new FileKeyRing(folder, ROOT).find(OURS)).isInstanceOf(RingUnavailable.class);
    }

    /** Whatever copy of the ring somebody kept, from any time before: none brings the shredded key back. */
    @Test
    void noCopyOfTheRingFromAnyTimeBeforeBringsTheKeyBack() throws IOException {
        FileKeyRing ring = new FileKeyRing(folder, ROOT);
        List<byte[]> copies = new ArrayList<>();
        for (Te te : List.of(OURS, THEIRS, new Te(3), new Te(4))) {
            ring.create(te);
            copies.add(Files.readAllBytes(only("json")));
        }

        ring.shred(OURS);
        ring.shred(THEIRS);

        byte[] now = Files.readAllBytes(only("json"));
        for (byte[] copy : copies) {
            Files.write(only("json"), copy);
            assertThatThrownBy(() -> ring.find(OURS)).isInstanceOf(RingUnavailable.class);
        }
        Files.write(only("json"), now);
        assertThat(ring.find(OURS)).isEmpty();
        assertThat(ring.find(new Te(4))).isPresent();
    }

    /** Of both files, as from a backup that should not have been made: the verification must see it, and a new order end it. */
    @Test
    void aFormerRingThatIsThereAgainCountsAsACopyUntilItIsShreddedOnceMore() throws IOException {
        FileKeyRing ring = new FileKeyRing(folder, ROOT);
        ring.create(OURS);
        assertThat(ring.copies(OURS)).isOne();
        Map<Path, byte[]> backup = Map.of(
                only("json"), Files.readAllBytes(only("json")),
                only("key"), Files.readAllBytes(only("key")));
        ring.shred(OURS);
        assertThat(ring.copies(OURS)).isZero();

        for (Map.Entry<Path, byte[]> file : backup.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }

        assertThat(ring.copies(OURS)).isPositive();
        ring.shred(OURS);
        assertThat(ring.copies(OURS)).isZero();
    }

    @Test
    void anotherRootKeyOpensNothingAndIsNotTakenForADestroyedKey() {
        new FileKeyRing(folder, ROOT).create(OURS);
        byte[] another = new byte[32];
        Arrays.fill(another, (byte) 1);

        assertThatThrownBy(() -> new FileKeyRing(folder, new MountedRoot(another)).find(OURS))
                .isInstanceOf(RingUnavailable.class);
    }

    @Test
    void noKeyLiesInClearInTheFolder() throws IOException {
        FileKeyRing ring = new FileKeyRing(folder, ROOT);
        ring.create(OURS);
        byte[] key = ring.find(OURS).orElseThrow();

        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file))
                        .doesNotContain(java.util.Base64.getEncoder().encodeToString(key));
            }
        }
    }

    /** A crash at each point between durable steps: afterwards the shred can be repeated and nothing else is lost. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aCrashDuringAShredLosesNoOtherKeyAndTheShredCanBeRepeated(int step) {
        FileKeyRing before = new FileKeyRing(folder, ROOT);
        before.create(OURS);
        before.create(THEIRS);
        byte[] theirs = before.find(THEIRS).orElseThrow();
        AtomicInteger steps = new AtomicInteger();
        FileKeyRing dying = new FileKeyRing(folder, ROOT, name -> {
            if (steps.incrementAndGet() == step) {
                throw new UncheckedIOException(new IOException("crash at " + name));
            }
        });

        assertThatThrownBy(() -> dying.shred(OURS)).hasMessageContaining("crash at");

        FileKeyRing restarted = new FileKeyRing(folder, ROOT);
        assertThat(restarted.find(THEIRS))
                .hasValueSatisfying(key -> assertThat(key).isEqualTo(theirs));
        restarted.shred(OURS);
        assertThat(restarted.find(OURS)).isEmpty();
        assertThat(restarted.find(THEIRS))
                .hasValueSatisfying(key -> assertThat(key).isEqualTo(theirs));
    }

    private Path only(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findAny()
                    .orElseThrow();
        }
    }
}
