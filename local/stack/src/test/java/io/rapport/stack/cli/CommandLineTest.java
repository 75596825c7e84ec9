package io.rapport.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {

    @TempDir
    Path empty = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            nonsense                                  | Unmatched argument at index 0: 'nonsense'
            up --mailboxes many                       | Invalid value for option '--mailboxes': 'many' is not an int
            up --mailboxes 1                          | --mailboxes must be between 2 and 100000
            up --emails-per-month 0                   | --emails-per-month must be between 1 and 100000
            up --base-port 80                         | --base-port must be between 1024 and 65526
            up --internal-domain a.example            | --internal-domain goes with --data only
            demo --data /no/such/file                 | The data file /no/such/file cannot be read
            demo --now yesterday                      | Invalid value for option '--now'
            clock yesterday                           | 'yesterday' is not a shift such as +25h or +16d
            token                                     | Missing required option: '--role=R'
            token --role king                         | Invalid value for option '--role'
            token --role user                         | --role user needs --user ADDRESS
            verify-certificate                        | Missing required parameter: 'FILE'
            verify-audit                              | Missing required parameter: 'FILE'
            """)
    void aCommandThatMakesNoSenseGetsOneSentenceAndCodeTwo(String command, String sentence) {
        StringWriter said = new StringWriter();

        int code = commandLine(said).execute(command.split(" "));

        assertThat(code).isEqualTo(2);
        assertThat(said.toString()).contains(sentence).hasLineCount(1);
    }

    @Test
    void commandsBesideAStackSayThatNoneRuns() {
        StringWriter said = new StringWriter();

        int code = commandLine(said).execute("status", "--dir", empty.toString());

        assertThat(code).isEqualTo(1);
        assertThat(said.toString()).startsWith("No stack is running in ").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"+25h,PT25H", "+16d,PT384H", "-2h,PT-2H", "+30m,PT30M", "+5s,PT5S"})
    void aShiftOfTheClockHasASignANumberAndAUnit(String text, String duration) {
        assertThat(new ClockCommand.Shift().convert(text)).hasToString(duration);
    }

    private static CommandLine commandLine(StringWriter said) {
        return Rapport.commandLine().setErr(new PrintWriter(said, true));
    }
}
