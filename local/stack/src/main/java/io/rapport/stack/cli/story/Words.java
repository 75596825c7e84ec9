package io.rapport.stack.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Figures as people read them. */
final class Words {

    private Words() {}

    static String minute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES)
                .toString()
                .replace('T', ' ')
                .replace(":00Z", " UTC");
    }

    /** The day of an instant in JSON, or a dash. */
    static String day(JsonNode instant) {
        return instant.isTextual() ? instant.asText().substring(0, 10) : "–";
    }

    /** Name and address, or the address alone where no name is known. */
    static String person(JsonNode person) {
        String name = person.path("name").asText().strip();
        String address = person.path("address").asText();
        return name.isEmpty() || name.equals(address) ? address : name + " <" + address + ">";
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String decimal(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    /** Hours in the unit that suits them, or a dash. */
    static String hours(JsonNode hours) {
        if (!hours.isNumber()) {
            return "–";
        }
        double value = hours.asDouble();
        if (value < 1) {
            return String.format(Locale.ROOT, "%.0f min", value * 60);
        }
        return value < 48
                ? String.format(Locale.ROOT, "%.1f h", value)
                : String.format(Locale.ROOT, "%.1f d", value / 24);
    }

    static String percent(JsonNode share) {
        return share.isNumber() ? Math.round(share.asDouble() * 100) + " %" : "–";
    }

    static String lower(JsonNode word) {
        return word.asText().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
