package io.rapport.ingestion.mailbox;

import io.rapport.ingestion.fold.MessageHeader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Reads an instant as Graph writes it, {@code 2026-03-02T10:00:00Z}, without making an object; any other form slowly. */
final class UtcSeconds {

    private static final int LENGTH = "2026-03-02T10:00:00Z".length();
    private static final byte[] PATTERN = "0000-00-00T00:00:00Z".getBytes(StandardCharsets.US_ASCII);
    private static final int[] DAYS_BEFORE_MONTH = new int[13];
    private static final int[] DAYS_OF_MONTH = new int[13];

    static {
        for (int month = 1; month <= 12; month++) {
            DAYS_BEFORE_MONTH[month] = LocalDate.of(1970, month, 1).getDayOfYear() - 1;
            DAYS_OF_MONTH[month] = LocalDate.of(1970, month, 1).lengthOfMonth();
        }
    }

    private UtcSeconds() {}

    /** @return seconds since 1970 UTC, or {@link MessageHeader#NO_DATE} if it is no instant */
    static long parse(byte[] text, int from, int until) {
        if (until - from == LENGTH && fits(text, from)) {
            int year = digits(text, from, 4);
            int month = digits(text, from + 5, 2);
            int day = digits(text, from + 8, 2);
            int hour = digits(text, from + 11, 2);
            int minute = digits(text, from + 14, 2);
            int second = digits(text, from + 17, 2);
            boolean leap = leapDays(year) > leapDays(year - 1);
            if (year >= 1970
                    && month >= 1
                    && month <= 12
                    && day >= 1
                    && day <= DAYS_OF_MONTH[month] + (leap && month == 2 ? 1 : 0)
                    && hour < 24
                    && minute < 60
                    && second < 60) {
                long days = 365L * (year - 1970)
                        + leapDays(year - 1)
                        - leapDays(1969)
                        + DAYS_BEFORE_MONTH[month]
                        + (leap && month > 2 ? 1 : 0)
                        + day
                        - 1;
                return ((days * 24 + hour) * 60 + minute) * 60 + second;
            }
        }
        return slowly(new String(text, from, until - from, StandardCharsets.UTF_8));
    }

    private static long slowly(String text) {
        try {
            return OffsetDateTime.parse(text).toEpochSecond();
        } catch (DateTimeParseException e) {
            return MessageHeader.NO_DATE;
        }
    }

    private static boolean fits(byte[] text, int from) {
        for (int i = 0; i < LENGTH; i++) {
            byte wanted = PATTERN[i];
            byte is = text[from + i];
            if (wanted == '0' ? is < '0' || is > '9' : is != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int digits(byte[] text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            value = 10 * value + text[i] - '0';
        }
        return value;
    }

    private static int leapDays(int year) {
        return year / 4 - year / 100 + year / 400;
    }
}
