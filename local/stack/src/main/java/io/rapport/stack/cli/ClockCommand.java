package io.rapport.stack.cli;

import io.rapport.stack.PlatformClock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Lets time pass for the whole running stack at once. */
@Command(
        name = "clock",
        description = "Lets time pass for the running stack, such as +25h or +16d; says what time it is.")
final class ClockCommand implements Callable<Integer> {

    @Mixin
    Where where = new Where();

    @Parameters(arity = "0..1", paramLabel = "SHIFT", converter = Shift.class, description = "+25h, +16d, +30m, -2h")
    @Nullable
    Duration shift;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    boolean help;

    @Override
    public Integer call() {
        PlatformClock clock = where.running().clock();
        Duration by = shift;
        if (by != null) {
            clock.advance(by);
        }
        System.out.println("For the stack it is " + clock.now().truncatedTo(ChronoUnit.SECONDS) + ".");
        return 0;
    }

    /** A number of days, hours, minutes or seconds with its sign. */
    static final class Shift implements ITypeConverter<Duration> {

        private static final Pattern FORM = Pattern.compile("([+-])(\\d{1,6})([dhms])");
        private static final Map<String, ChronoUnit> UNITS =
                Map.of("d", ChronoUnit.DAYS, "h", ChronoUnit.HOURS, "m", ChronoUnit.MINUTES, "s", ChronoUnit.SECONDS);

        @Override
        public Duration convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException("'" + text + "' is not a shift such as +25h or +16d");
            }
            Duration size =
                    Duration.of(Long.parseLong(form.group(2)), UNITS.getOrDefault(form.group(3), ChronoUnit.HOURS));
            return form.group(1).equals("-") ? size.negated() : size;
        }
    }
}
