package io.rapport.ingestion.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {

    private static final int PLACE = 5;

    @Test
    void anArrayStandsWhereAllOfItDoes() {
        Random random = new Random(1);
        for (int length = 0; length < 100; length++) {
            byte[] wanted = new byte[length];
            random.nextBytes(wanted);
            byte[] holding = new byte[PLACE + length];
            System.arraycopy(wanted, 0, holding, PLACE, length);

            assertThat(Bytes.standAt(wanted, holding, PLACE, holding.length)).isTrue();
            assertThat(Bytes.standAt(wanted, holding, PLACE, holding.length - 1))
                    .as("%d bytes before a limit", length)
                    .isFalse();
            for (int other = PLACE; other < holding.length; other++) {
                byte[] changed = holding.clone();
                changed[other] ^= 1;
                assertThat(Bytes.standAt(wanted, changed, PLACE, changed.length))
                        .as("%d bytes, the one at %d another", length, other)
                        .isFalse();
            }
        }
    }

    @Test
    void eightBytesAreANumberWithTheFirstAsTheLowest() {
        byte[] bytes = new byte[9];
        Bytes.eight(bytes, 1, 0x0807060504030201L);

        assertThat(bytes).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(Bytes.eight(Arrays.copyOfRange(bytes, 1, 9), 0)).isEqualTo(0x0807060504030201L);
    }
}
