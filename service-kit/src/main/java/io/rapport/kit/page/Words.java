package io.rapport.kit.page;

import io.quarkus.qute.TemplateExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How pages write numbers, times and enumerations. Times are UTC and say so. */
@TemplateExtension
public final class Words {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private Words() {}

    /** {@code 28 Nov 2026, 14:05 UTC}; a dash for nothing. */
    public static String moment(@Nullable Instant instant) {
        return instant == null ? "–" : MOMENT.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** {@code 28 Nov 2026}, in UTC; a dash for nothing. */
    public static String day(@Nullable TemporalAccessor date) {
        return switch (date) {
            case null -> "–";
            case Instant instant -> DAY.format(instant.atOffset(ZoneOffset.UTC));
            default -> DAY.format(LocalDate.from(date));
        };
    }

    /** {@code 12,345}. */
    public static String grouped(Number number) {
        return String.format(Locale.ENGLISH, "%,d", number.longValue());
    }

    /** One decimal, with thousands apart; a dash for nothing. */
    public static String tenths(@Nullable Number number) {
        return number == null ? "–" : String.format(Locale.ENGLISH, "%,.1f", number.doubleValue());
    }

    /** A share of one as {@code 42 %}; a dash for nothing. */
    public static String percent(@Nullable Number share) {
        return share == null ? "–" : Math.round(share.doubleValue() * 100) + " %";
    }

    /** {@code 1 contact}, {@code 2,000 contacts}. @param one the singular; the plural adds an s, y after a consonant becomes ies */
    public static String of(Number count, String one) {
        String many = one.matches(".*[^aeiou]y") ? one.substring(0, one.length() - 1) + "ies" : one + "s";
        return grouped(count) + " " + (count.longValue() == 1 ? one : many);
    }

    /** To the two largest units that say something: {@code 3 days}, {@code 5 h 12 min}, {@code 40 s}. */
    public static String span(Duration duration) {
        Duration length = duration.abs();
        if (length.compareTo(TWO_DAYS) >= 0) {
            return length.toDays() + " days";
        }
        if (length.toHours() > 0) {
            return length.toHours() + " h " + length.toMinutesPart() + " min";
        }
        return length.toMinutes() > 0 ? length.toMinutes() + " min" : length.toSeconds() + " s";
    }

    /** An enumeration's constant in small letters with blanks: {@code LICENCE_LOST} is {@code licence lost}. */
    public static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
