package io.rapport.ingestion.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer is the same whoever decompresses it: the JDK, or libdeflate where the machine has it. */
@ParameterizedClass
@MethodSource("decompressors")
class AnswerTest {

    private static final int MIB = 1 << 20;

    private final Decompressor decompressor;

    AnswerTest(Decompressor decompressor) {
        this.decompressor = decompressor;
    }

    enum Decompressor {
        JDK,
        LIBDEFLATE;

        Answer answer() {
            return new Answer(this == JDK ? Optional.empty() : LibDeflate.open());
        }
    }

    static Stream<Decompressor> decompressors() {
        return LibDeflate.open().isPresent() ? Stream.of(Decompressor.values()) : Stream.of(Decompressor.JDK);
    }

    @Test
    void whatWasCompressedComesOutWhateverItsLength() throws IOException {
        Answer answer = decompressor.answer();
        for (int length : new int[] {0, 1, 70_000, MIB - 1, MIB, MIB + 1, 5 * MIB}) {
            byte[] plain = text(length);
            // A network hands over what it has.
            answer.read(inPieces(zip(plain)));
            assertThat(content(answer)).isEqualTo(plain);
        }
    }

    @Test
    void whatIsNotCompressedIsTakenAsItIs() throws IOException {
        Answer answer = decompressor.answer();

        answer.read(new ByteArrayInputStream(text(3 * MIB)));

        assertThat(content(answer)).isEqualTo(text(3 * MIB));
    }

    @Test
    void whatDoesNotCompressIsReadToo() throws IOException {
        byte[] noise = new byte[3 * MIB];
        new Random(1).nextBytes(noise);
        Answer answer = decompressor.answer();

        answer.read(inPieces(zip(noise)));

        assertThat(content(answer)).isEqualTo(noise);
    }

    @Test
    void severalFilesInOneAreReadOneAfterTheOther() throws IOException {
        Answer answer = decompressor.answer();

        answer.read(new ByteArrayInputStream(joined(zip(text(MIB)), zip(text(10)))));

        assertThat(content(answer)).isEqualTo(joined(text(MIB), text(10)));
    }

    @Test
    void whatBreaksOffAnywhereIsAnErrorAndTheNextAnswerIsWhole() throws IOException {
        byte[] zipped = zip(text(2_000));
        Answer answer = decompressor.answer();
        for (int length = 0; length < zipped.length; length++) {
            byte[] cut = Arrays.copyOf(zipped, length);
            assertThatIOException()
                    .as("cut at %d", length)
                    .isThrownBy(() -> answer.read(new ByteArrayInputStream(cut)));
        }

        answer.read(new ByteArrayInputStream(zipped));

        assertThat(content(answer)).isEqualTo(text(2_000));
    }

    @Test
    void noBitOfWhatIsCompressedChangesUnnoticed() throws IOException {
        byte[] plain = text(2_000);
        byte[] zipped = zip(plain);
        Answer answer = decompressor.answer();
        int noticed = 0;
        // The ten bytes before say when and by what it was made.
        for (int bit = 10 * Byte.SIZE; bit < zipped.length * Byte.SIZE; bit++) {
            byte[] changed = zipped.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            try {
                answer.read(new ByteArrayInputStream(changed));
                // A bit or two before the checksum fill the last byte and mean nothing.
                assertThat(content(answer)).as("bit %d", bit).isEqualTo(plain);
            } catch (IOException e) {
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan((zipped.length - 11) * Byte.SIZE);
    }

    @Test
    void whatDoesNotEndIsTooLarge() throws IOException {
        Answer answer = decompressor.answer();

        assertThatExceptionOfType(Answer.TooLarge.class)
                .isThrownBy(() -> answer.read(new ByteArrayInputStream(zip(new byte[33 * MIB]))));
        assertThat(answer.large()).isTrue();
    }

    private static byte[] text(int length) {
        byte[] text = new byte[length];
        Random random = new Random(length);
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(1 + i % 5));
        }
        return text;
    }

    private static byte[] zip(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(plain);
        }
        return zipped.toByteArray();
    }

    private static InputStream inPieces(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1_460));
            }
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] content(Answer answer) {
        return Arrays.copyOf(answer.bytes(), answer.length());
    }
}
