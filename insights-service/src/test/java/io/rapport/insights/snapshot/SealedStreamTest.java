package io.rapport.insights.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.contracts.ids.Te;
import io.rapport.kit.keys.EpochCipher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    void doesNotOpenForAnotherEpochOrKeyOrChangedInAnyWay() throws Exception {
        byte[] sealed = seal(new byte[3_000_000]);
        int chunk = 4 + (1 << 20) + 28;

        assertThatThrownBy(() -> open(sealed, new Te(78))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> open(Arrays.copyOf(sealed, 16 + 2 * chunk), TE))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> open(Arrays.copyOf(sealed, sealed.length + 1), TE))
                .isInstanceOf(IOException.class);
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, 16, swapped, 16 + chunk, chunk);
        System.arraycopy(sealed, 16 + chunk, swapped, 16, chunk);
        assertThatThrownBy(() -> open(swapped, TE)).isInstanceOf(IOException.class);
        sealed[16 + 100] ^= 1;
        assertThatThrownBy(() -> open(sealed, TE)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> OpenedStream.te(new DataInputStream(new ByteArrayInputStream(new byte[40]))))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 200_001})
    void aStreamWithinAStreamEndsWhereItWasClosed(int length) throws Exception {
        byte[] clear = new byte[length];
        new Random(length).nextBytes(clear);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try (FramedOutput framed = new FramedOutput(out)) {
            framed.write(clear);
        }
        out.writeUTF("behind it");

        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(new FramedInput(in).readAllBytes()).isEqualTo(clear);
        assertThat(in.readUTF()).isEqualTo("behind it");
    }

    private byte[] seal(byte[] clear) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (SealedStream sealed = new SealedStream(bytes, cipher, TE)) {
            sealed.write(clear);
        }
        return bytes.toByteArray();
    }

    private byte[] open(byte[] sealed, Te te) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(sealed));
        assertThat(OpenedStream.te(in)).isEqualTo(TE);
        return new OpenedStream(in, cipher, te).readAllBytes();
    }
}
