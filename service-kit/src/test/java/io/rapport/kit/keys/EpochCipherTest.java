package io.rapport.kit.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EpochCipherTest {

    private static final byte[] PLACE = "te|unit|1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CLEAR = "somebody@example.com".getBytes(StandardCharsets.UTF_8);

    private final EpochCipher cipher = new EpochCipher(key(1));
    private final EpochCipher other = new EpochCipher(key(2));

    @Test
    void opensWhatItSealed() throws GeneralSecurityException {
        assertThat(cipher.open(cipher.seal(CLEAR, PLACE), PLACE)).isEqualTo(CLEAR);
    }

    @Test
    void refusesAnotherEpochsKey() {
        assertThatThrownBy(() -> other.open(cipher.seal(CLEAR, PLACE), PLACE))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void refusesAnotherPlace() {
        byte[] elsewhere = "te|unit|2".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> cipher.open(cipher.seal(CLEAR, PLACE), elsewhere))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void refusesAnyChangedByte() {
        byte[] sealed = cipher.seal(CLEAR, PLACE);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> cipher.open(changed, PLACE)).isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void sealsTheSameTextDifferentlyEachTime() {
        assertThat(cipher.seal(CLEAR, PLACE)).isNotEqualTo(cipher.seal(CLEAR, PLACE));
    }

    @Test
    void whatIsCompressedAndSealedIsSmallerAndOpensTheSame() throws GeneralSecurityException {
        byte[] repeated = "someone@outside.example".repeat(1_000).getBytes(StandardCharsets.UTF_8);

        byte[] sealed = cipher.sealCompressed(repeated, PLACE);

        assertThat(sealed.length).isLessThan(repeated.length / 10);
        assertThat(cipher.openCompressed(sealed, PLACE)).isEqualTo(repeated);
        assertThat(cipher.openCompressed(cipher.sealCompressed(new byte[0], PLACE), PLACE))
                .isEmpty();
        assertThatThrownBy(() -> other.openCompressed(sealed, PLACE)).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void whatWasSealedUncompressedOrCutOffDoesNotOpenAsCompressed() throws GeneralSecurityException {
        byte[] plain = cipher.seal(CLEAR, PLACE);
        byte[] frame = cipher.open(cipher.sealCompressed(new byte[10_000], PLACE), PLACE);
        byte[] cutOff = cipher.seal(Arrays.copyOf(frame, frame.length - 1), PLACE);

        assertThatThrownBy(() -> cipher.openCompressed(plain, PLACE)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> cipher.openCompressed(cutOff, PLACE)).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void pseudonymsAreEqualWithinAnEpochAndUnrelatedOutside() {
        assertThat(cipher.pseudonym("address", "a@x.example", 16))
                .isEqualTo(new EpochCipher(key(1)).pseudonym("address", "a@x.example", 16))
                .isNotEqualTo(other.pseudonym("address", "a@x.example", 16))
                .isNotEqualTo(cipher.pseudonym("domain", "a@x.example", 16));
    }

    @Test
    void soAreNumbers() {
        byte[] within = "(c)".getBytes(StandardCharsets.UTF_8);

        assertThat(cipher.numbers("conversation").of("c"))
                .isEqualTo(cipher.numbers("conversation").of(within, 1, 2))
                .isEqualTo(new EpochCipher(key(1)).numbers("conversation").of("c"))
                .isNotEqualTo(other.numbers("conversation").of("c"))
                .isNotEqualTo(cipher.numbers("meeting").of("c"));
    }

    @Test
    void theKindCannotRunIntoTheValue() {
        assertThat(cipher.pseudonym("ab", "c", 16)).isNotEqualTo(cipher.pseudonym("a", "bc", 16));
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }
}
