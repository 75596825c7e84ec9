package io.rapport.stack.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, UTF_8);

    @Test
    void aBarIsAsFullAsTheWorkIsDone() {
        assertThat(Bar.of(0, 10, 8)).isEqualTo("▕        ▏");
        assertThat(Bar.of(5, 10, 8)).isEqualTo("▕████    ▏");
        assertThat(Bar.of(9, 16, 8)).isEqualTo("▕████▌   ▏");
        assertThat(Bar.of(10, 10, 8)).isEqualTo("▕████████▏");
    }

    @Test
    void aBarWithoutAWholeOrBeyondItKeepsItsWidth() {
        assertThat(Bar.of(3, 0, 8)).isEqualTo("▕        ▏");
        assertThat(Bar.of(30, 10, 8)).isEqualTo("▕████████▏");
    }

    @Test
    void elsewhereThanOnATerminalARowIsPrintedOnceWhenItIsFinished() {
        try (Board board = new Screen(out, false).board()) {
            Board.Row kafka = board.row("Kafka");
            kafka.show("starting");
            board.row("PostgreSQL").fail("did not start");
            kafka.done("1.2 s");
            kafka.done("again");
        }

        assertThat(written.toString(UTF_8)).isEqualToNormalizingNewlines("""
                  ✗ PostgreSQL  did not start
                  ✓ Kafka  1.2 s
                """);
    }

    @Test
    void onATerminalTheRowsAreDrawnInTheirOrderWithTheLastState() {
        try (Board board = new Screen(out, true).board()) {
            Board.Row kafka = board.row("Kafka");
            board.row("PostgreSQL").done("0.8 s");
            kafka.done("1.2 s");
        }

        assertThat(written.toString(UTF_8)).containsSubsequence("Kafka  1.2 s", "PostgreSQL  0.8 s");
    }

    @Test
    void aRowOnATerminalIsCutBeforeItWraps() {
        try (Board board = new Screen(out, true, 20).board()) {
            board.row("Kafka").done("a very long story about brokers");
        }

        assertThat(written.toString(UTF_8).lines())
                .allSatisfy(line -> assertThat(line.replaceAll("\u001b\\[\\d*[A-Za-z]", "")
                                .strip()
                                .length())
                        .isLessThan(20));
    }

    @Test
    void onlyATerminalThatWantsItGetsColour() {
        assertThat(Screen.of(out, Map.of("RAPPORT_TERMINAL", "1")).live()).isTrue();
        assertThat(Screen.of(out, Map.of()).live()).isFalse();
        assertThat(Screen.of(out, Map.of("RAPPORT_TERMINAL", "1", "NO_COLOR", "1"))
                        .live())
                .isFalse();
        assertThat(Screen.of(out, Map.of("RAPPORT_TERMINAL", "1", "CI", "true")).live())
                .isFalse();
        assertThat(Screen.of(out, Map.of("RAPPORT_TERMINAL", "1", "TERM", "dumb"))
                        .live())
                .isFalse();
    }
}
