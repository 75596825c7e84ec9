package io.rapport.insights.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.contracts.ids.Te;
import io.rapport.kit.keys.EpochCipher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedStreamTest {

    private static final Te TE = new Te(77);
    private final EpochCipher cipher = new EpochCipher(new byte[32]);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000})
    void opensToWhatWasWritten(int length) throws Exception {
        byte[] clear = new byte[length];
        new Random(length).nextBytes(clear);

        assertThat(open(seal(clear), TE)).isEqualTo(clear);
    }

    @Test
    void holdsNothingInClear() throws Exception {
        byte[] sealed = seal("someone@outside.example".repeat(100).getBytes(StandardCharsets.UTF_8));

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("outside");
    }

    @Test
    void doesNotOpenForAnotherEpochOrWithoutItsEnd() throws Exception {
        byte[] sealed = seal(new byte[3_000_000]);

        assertThatThrownBy(() -> open(sealed, new Te(78))).isInstanceOf(GeneralSecurityException.class);
        byte[] cut = java.util.Arrays.copyOf(sealed, 16 + 2 * (4 + (1 << 20) + 28));
        assertThatThrownBy(() -> open(cut, TE)).isInstanceOf(GeneralSecurityException.class);
    }

    private byte[] seal(byte[] clear) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (SealedStream sealed = new SealedStream(bytes, cipher, TE)) {
            sealed.write(clear);
        }
        return bytes.toByteArray();
    }

    /** What a restore will do: the last chunk must say that it is the last. */
    private byte[] open(byte[] sealed, Te te) throws IOException, GeneralSecurityException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(sealed));
        assertThat(in.readNBytes(8)).isEqualTo(SealedStream.MAGIC);
        in.readLong();
        ByteArrayOutputStream clear = new ByteArrayOutputStream();
        for (long number = 0; in.available() > 0; number++) {
            byte[] chunk = in.readNBytes(in.readInt());
            clear.write(cipher.open(chunk, SealedStream.place(te, number, in.available() == 0)));
        }
        return clear.toByteArray();
    }
}
