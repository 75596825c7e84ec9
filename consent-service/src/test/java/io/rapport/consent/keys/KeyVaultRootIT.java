package io.rapport.consent.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.contracts.ids.Te;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ring with an Azure Key Vault behind it: the official SDK against the vault's published REST contract. */
class KeyVaultRootIT {

    private static final Te OURS = new Te(1);
    private static final Te THEIRS = new Te(2);

    @TempDir
    Path folder;

    @TempDir
    Path certificates;

    @Test
    void keepsKeysOverRestarts() throws Exception {
        try (SimulatedKeyVault vault = new SimulatedKeyVault(certificates, 7, true)) {
            FileKeyRing ring = new FileKeyRing(folder, vault.root());
            ring.create(OURS);
            byte[] key = ring.find(OURS).orElseThrow();

            assertThat(new FileKeyRing(folder, vault.root()).find(OURS))
                    .hasValueSatisfying(kept -> assertThat(kept).isEqualTo(key));
            assertThat(vault.keys())
                    .as("one key, that of the newest generation")
                    .isOne();
        }
    }

    /** Even a copy of the whole folder, ring keys included, is noise once the vault's key is gone. */
    @Test
    void noCopyOfTheWholeFolderBringsAShreddedKeyBack() throws Exception {
        try (SimulatedKeyVault vault = new SimulatedKeyVault(certificates, 7, true)) {
            FileKeyRing ring = new FileKeyRing(folder, vault.root());
            ring.create(OURS);
            ring.create(THEIRS);
            byte[] theirs = ring.find(THEIRS).orElseThrow();
            Map<String, byte[]> copy = copy();

            assertThat(ring.shred(OURS)).as("purged at once").isEmpty();

            assertThat(ring.find(OURS)).isEmpty();
            assertThat(ring.find(THEIRS))
                    .hasValueSatisfying(key -> assertThat(key).isEqualTo(theirs));
            assertThat(vault.remembered()).isZero();
            restore(copy);
            assertThatThrownBy(() -> new FileKeyRing(folder, vault.root()).find(OURS))
                    .isInstanceOf(RingUnavailable.class);
        }
    }

    @Test
    void withPurgeProtectionItIsSaidFromWhenOnTheKeyIsGoneForGood() throws Exception {
        try (SimulatedKeyVault vault = new SimulatedKeyVault(certificates, 10, false)) {
            FileKeyRing ring = new FileKeyRing(folder, vault.root());
            ring.create(OURS);
            Map<String, byte[]> copy = copy();

            assertThat(ring.shred(OURS)).contains(Instant.ofEpochSecond(1_800_000_000L + 10 * 86_400L));

            restore(copy);
            assertThatThrownBy(() -> new FileKeyRing(folder, vault.root()).find(OURS))
                    .isInstanceOf(RingUnavailable.class);
        }
    }

    @Test
    void aVaultThatRemembersLongerThanTwoWeeksIsRefused() throws Exception {
        try (SimulatedKeyVault vault = new SimulatedKeyVault(certificates, 15, true)) {
            assertThatThrownBy(() -> new FileKeyRing(folder, vault.root()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("15 days")
                    .hasMessageContaining("7 to 14 days");
        }
    }

    /** Refused also if somebody lengthened the window after the ring was made. */
    @Test
    void aWindowThatWasLengthenedLaterIsRefusedAtTheNextStart() throws Exception {
        try (SimulatedKeyVault vault = new SimulatedKeyVault(certificates, 14, true)) {
            new FileKeyRing(folder, vault.root()).create(OURS);

            vault.rememberFor(90);

            assertThatThrownBy(() -> new FileKeyRing(folder, vault.root()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("90 days");
        }
    }

    @Test
    void aVaultThatDoesNotAnswerIsNotTakenForADestroyedKey() throws Exception {
        try (SimulatedKeyVault vault = new SimulatedKeyVault(certificates, 7, true)) {
            FileKeyRing ring = new FileKeyRing(folder, vault.root());
            ring.create(OURS);

            vault.close();

            assertThatThrownBy(() -> ring.find(OURS)).isInstanceOf(RingUnavailable.class);
            assertThatThrownBy(() -> ring.shred(OURS)).isInstanceOf(RingUnavailable.class);
        }
    }

    @Test
    void aCrashBetweenTheNewRingAndTheOldKeysDestructionIsMadeGoodAtTheNextStart() throws Exception {
        try (SimulatedKeyVault vault = new SimulatedKeyVault(certificates, 7, true)) {
            FileKeyRing before = new FileKeyRing(folder, vault.root());
            before.create(OURS);
            before.create(THEIRS);
            byte[] theirs = before.find(THEIRS).orElseThrow();
            Map<String, byte[]> copy = copy();
            FileKeyRing dying = new FileKeyRing(folder, vault.root(), step -> {
                if (step.equals("new generation durable")) {
                    throw new UncheckedIOException(new IOException("crash"));
                }
            });
            assertThatThrownBy(() -> dying.shred(OURS)).hasMessageContaining("crash");
            assertThat(vault.keys()).isEqualTo(2);

            FileKeyRing restarted = new FileKeyRing(folder, vault.root());

            assertThat(vault.keys()).as("the old generation's key is gone").isOne();
            assertThat(restarted.find(OURS)).isEmpty();
            assertThat(restarted.find(THEIRS))
                    .hasValueSatisfying(key -> assertThat(key).isEqualTo(theirs));
            restore(copy);
            assertThatThrownBy(() -> new FileKeyRing(folder, vault.root())).isInstanceOf(RingUnavailable.class);
        }
    }

    private Map<String, byte[]> copy() throws IOException {
        Map<String, byte[]> copy = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                copy.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return copy;
    }

    private void restore(Map<String, byte[]> copy) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, byte[]> file : copy.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }
}
