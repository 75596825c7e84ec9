package io.rapport.ingestion.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordTest {

    private static final int PLACE = 3;
    private static final int LONGEST = 24;

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7, 8, 9, 15, 16, 17, 23, LONGEST})
    void standsWhereEachOfItsLettersDoes(int length) {
        String text = "\"conversationId@odata.e\":".substring(0, length);
        Word word = new Word(text);
        byte[] page = ("abc" + text + "x".repeat(LONGEST)).getBytes(StandardCharsets.US_ASCII);

        assertThat(word.length).isEqualTo(length);
        assertThat(word.standsIn(page, PLACE, page.length)).isTrue();
        for (int letter = 0; letter < length; letter++) {
            byte[] other = page.clone();
            other[PLACE + letter]++;
            assertThat(word.standsIn(other, PLACE, other.length))
                    .as("letter %d", letter)
                    .isFalse();
        }
    }

    @Test
    void whatFollowsItDoesNotMatter() {
        byte[] page = "\"id\":".getBytes(StandardCharsets.US_ASCII);
        byte[] more = Arrays.copyOf(page, page.length + LONGEST);
        Arrays.fill(more, page.length, more.length, (byte) 0xff);

        assertThat(new Word("\"id\":").standsIn(more, 0, more.length)).isTrue();
    }

    @Test
    void atTheEndOfAPageItIsNotLookedFor() {
        byte[] page = "\"id\":".getBytes(StandardCharsets.US_ASCII);

        assertThat(new Word("\"id\":").standsIn(page, 0, page.length)).isFalse();
    }

    @Test
    void hasAtMostTwentyFourLetters() {
        assertThatThrownBy(() -> new Word("x".repeat(LONGEST + 1))).isInstanceOf(IllegalArgumentException.class);
    }
}
