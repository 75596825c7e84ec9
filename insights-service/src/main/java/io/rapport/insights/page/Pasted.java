package io.rapport.insights.page;

import io.rapport.insights.vault.Vault;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opportunities pasted as text, one a line: name; addresses; estimated close date; revenue. Cells are parted by semicolons
 * or, as a spreadsheet copies them, by tabs; the last two may be missing. A line that cannot be read is named and the
 * others are read all the same.
 */
record Pasted(List<Opportunity> opportunities, List<Fault> faults) {

    /** As many as may be asked for at once. */
    static final int MOST = 500;

    private static final int MOST_ADDRESSES = 50;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_ADDRESS = 320;
    private static final List<DateTimeFormatter> DATES = List.of(date("uuuu-M-d"), date("d.M.uuuu"), date("uuuu/M/d"));
    /** Digits in groups, then perhaps a decimal part of one or two digits. */
    private static final Pattern AMOUNT = Pattern.compile("(\\d[\\d.,'’\\s]*?)(?:[.,](\\d{1,2}))?");

    /** @param line from 1. @param why a whole sentence */
    record Fault(int line, String why) {}

    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private Unreadable(String why) {
            super(why);
        }
    }

    static Pasted of(String text) {
        List<Opportunity> read = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            List<String> cells = cells(lines[i]);
            if (lines[i].isBlank() || (i == 0 && isHead(cells))) {
                continue;
            }
            if (read.size() == MOST) {
                faults.add(
                        new Fault(i + 1, "Only " + MOST + " opportunities are drawn at once; the rest is left out."));
                break;
            }
            try {
                read.add(opportunity(i + 1, cells));
            } catch (Unreadable e) {
                faults.add(new Fault(i + 1, String.valueOf(e.getMessage())));
            }
        }
        return new Pasted(read, faults);
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(line.contains("\t") ? "\t" : ";", -1))
                .map(String::strip)
                .map(cell -> cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"")
                        ? cell.substring(1, cell.length() - 1).strip()
                        : cell)
                .toList();
    }

    private static boolean isHead(List<String> cells) {
        return cells.getFirst().equalsIgnoreCase("name");
    }

    private static Opportunity opportunity(int line, List<String> cells) throws Unreadable {
        String name = cells.getFirst();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new Unreadable("The first cell has to be a name of at most " + LONGEST_NAME + " characters.");
        }
        return new Opportunity(line, name, addresses(cell(cells, 1)), closes(cell(cells, 2)), revenue(cell(cells, 3)));
    }

    private static String cell(List<String> cells, int number) {
        return number < cells.size() ? cells.get(number) : "";
    }

    private static List<String> addresses(String cell) throws Unreadable {
        List<String> addresses = Arrays.stream(cell.split("[,\\s]+"))
                .filter(one -> !one.isEmpty())
                .toList();
        if (addresses.isEmpty() || addresses.size() > MOST_ADDRESSES) {
            throw new Unreadable("The second cell has to hold one to " + MOST_ADDRESSES + " mail addresses.");
        }
        for (String address : addresses) {
            if (!address.matches(Vault.AN_ADDRESS) || address.length() > LONGEST_ADDRESS) {
                throw new Unreadable("“" + address + "” is no mail address.");
            }
        }
        return addresses;
    }

    private static @Nullable LocalDate closes(String cell) throws Unreadable {
        if (cell.isEmpty()) {
            return null;
        }
        for (DateTimeFormatter form : DATES) {
            try {
                return LocalDate.parse(cell, form);
            } catch (DateTimeException e) {
                // Perhaps the next form fits.
            }
        }
        throw new Unreadable("“" + cell + "” is no date; write it as 2026-11-30 or 30.11.2026.");
    }

    /** A separator followed by one or two last digits parts decimals; every other parts groups. */
    private static @Nullable BigDecimal revenue(String cell) throws Unreadable {
        String digits = cell.replaceAll("^[^\\d-]+|\\D+$", "");
        if (cell.isEmpty()) {
            return null;
        }
        Matcher amount = AMOUNT.matcher(digits);
        if (!amount.matches()) {
            throw new Unreadable("“" + cell + "” is no amount; write it as 12500 or 12,500.00.");
        }
        String decimals = amount.group(2);
        return new BigDecimal(amount.group(1).replaceAll("\\D", "") + (decimals == null ? "" : "." + decimals));
    }

    private static DateTimeFormatter date(String form) {
        return DateTimeFormatter.ofPattern(form).withResolverStyle(ResolverStyle.STRICT);
    }
}
