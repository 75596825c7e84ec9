package io.rapport.ingestion.fold;

import java.util.Locale;
import java.util.regex.Pattern;

/** An address and a name as they stand in a header; both may be empty. The address is trimmed and lower-cased. */
public record Correspondent(String address, String name) {

    public static final Correspondent NOBODY = new Correspondent("", "");

    private static final int LONGEST_ADDRESS = 320;
    private static final int LONGEST_NAME = 200;
    private static final Pattern USABLE = Pattern.compile("[^\\s@]+@[^\\s@]+");

    public static Correspondent of(String address, String name) {
        String shown = name.strip();
        return new Correspondent(
                address.strip().toLowerCase(Locale.ROOT), shown.substring(0, Math.min(shown.length(), LONGEST_NAME)));
    }

    /** {@code local@domain} without blanks; Exchange's legacy names are not. */
    boolean usable() {
        return address.length() <= LONGEST_ADDRESS && USABLE.matcher(address).matches();
    }

    @Override
    public String toString() {
        return "Correspondent[hidden]";
    }
}
