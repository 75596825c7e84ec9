package io.rapport.ingestion.mailbox;

import io.rapport.ingestion.fold.Bytes;
import io.rapport.ingestion.fold.MessageHeader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.stream.IntStream;

/** Reads an instant as Graph writes it, {@code 2026-03-02T10:00:00Z}, without making an object; any other form slowly. */
final class UtcSeconds {

    private static final int LENGTH = "2026-03-02T10:00:00Z".length();
    private static final Eight DATE = new Eight("0000-00-");
    private static final Eight MIDDLE = new Eight("00T00:00");
    /** Overlaps the one before by four. */
    private static final Eight END = new Eight("0:00:00Z");

    private static final int FIRST_YEAR = 1970;
    private static final int YEARS = 150;
    private static final int MONTHS = 12;
    /** Days from 1970 to the start of each month, and to that of the first month after. */
    private static final int[] MONTH_STARTS = IntStream.rangeClosed(0, YEARS * MONTHS)
            .map(month -> (int) LocalDate.EPOCH.plusMonths(month).toEpochDay())
            .toArray();

    private UtcSeconds() {}

    /** @return seconds since 1970 UTC, or {@link MessageHeader#NO_DATE} if it is no instant */
    static long parse(byte[] text, int from, int until) {
        if (until - from == LENGTH) {
            long date = DATE.digits(text, from);
            long middle = MIDDLE.digits(text, from + 8);
            long last = END.digits(text, from + 12);
            if ((date | middle | last) < 0) {
                return slowly(text, from, until);
            }
            int year = 100 * two(date, 0) + two(date, 2);
            int monthOfYear = two(date, 5) - 1;
            int dayOfMonth = two(middle, 0) - 1;
            int hour = two(middle, 3);
            int minute = two(middle, 6);
            int second = two(last, 5);
            int month = (year - FIRST_YEAR) * MONTHS + monthOfYear;
            if (month >= 0
                    && month < YEARS * MONTHS
                    && monthOfYear >= 0
                    && monthOfYear < MONTHS
                    && dayOfMonth >= 0
                    && dayOfMonth < MONTH_STARTS[month + 1] - MONTH_STARTS[month]
                    && hour < 24
                    && minute < 60
                    && second < 60) {
                return (((MONTH_STARTS[month] + dayOfMonth) * 24L + hour) * 60 + minute) * 60 + second;
            }
        }
        return slowly(text, from, until);
    }

    private static long slowly(byte[] text, int from, int until) {
        try {
            return OffsetDateTime.parse(new String(text, from, until - from, StandardCharsets.UTF_8))
                    .toEpochSecond();
        } catch (DateTimeParseException e) {
            return MessageHeader.NO_DATE;
        }
    }

    /** Of eight digits, one a byte, the two from a byte on as a number. */
    private static int two(long digits, int at) {
        return (int) (digits >>> 8 * at & 0xff) * 10 + (int) (digits >>> 8 * at + 8 & 0xff);
    }

    /** Eight bytes of the form, read at once. */
    private static final class Eight {

        private static final long HIGHS = 0x8080808080808080L;

        private final long pattern;
        /** Lifts a byte that is more than it may be, nine or nothing, to its high bit. */
        private final long most;

        /** @param form 0 stands for any digit */
        Eight(String form) {
            byte[] bytes = form.getBytes(StandardCharsets.US_ASCII);
            pattern = Bytes.eight(bytes, 0);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (bytes[i] == '0' ? 0x7f - 9 : 0x7f);
            }
            most = Bytes.eight(bytes, 0);
        }

        /** @return a digit's value in each byte, or a negative number if the form is another */
        long digits(byte[] text, int from) {
            long value = Bytes.eight(text, from) ^ pattern;
            return ((value | (value & ~HIGHS) + most) & HIGHS) == 0 ? value : -1;
        }
    }
}
