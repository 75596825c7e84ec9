package io.rapport.ingestion.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A page of messages as odd as JSON and Exchange allow. */
final class RandomPage {

    private static final List<String> ADDRESSES = List.of(
            "me@ours.example",
            "you@ours.example",
            "ann@theirs.example",
            "ANN@Theirs.example",
            " bob@theirs.example",
            "no-reply@news.example",
            "jürgen@bücher.example",
            "/O=EXCHANGELABS/CN=1",
            "a very long address with blanks in it",
            "");
    private static final List<String> NAMES = List.of(
            "Ann",
            "Ann Other",
            "Øyvind \"Ø\" Ås",
            "漢字 😀",
            "back\\slash\ttab",
            "ann@theirs.example",
            "",
            "Bob\u0007",
            // Alike for longer than one looks to find again who was met.
            "Somebody whose name goes on and on, A",
            "Somebody whose name goes on and on, B",
            "Somebody whose name goes on and on, C");

    private final Random random;
    /** As Graph writes it: no blanks, no needless escapes, name before address. */
    private final boolean dense;

    private final StringBuilder json = new StringBuilder();

    RandomPage(long seed) {
        random = new Random(seed);
        dense = random.nextBoolean();
    }

    byte[] bytes() {
        List<String> messages = new ArrayList<>();
        for (int i = 1 + random.nextInt(30); i > 0; i--) {
            messages.add(random.nextInt(40) == 0 ? any(List.of("null", "7", "[]")) : message(i));
        }
        List<String> fields = new ArrayList<>(
                List.of(field("@odata.context", text("https://graph/$metadata")), field("value", array(messages))));
        if (random.nextBoolean()) {
            fields.add(field("@odata.nextLink", text("https://graph/users/1/messages?$skip=3")));
        }
        json.append(object(fields)).append(blank());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String message(int number) {
        List<String> fields = new ArrayList<>();
        fields.add(field("id", text("id" + (random.nextInt(8) == 0 ? 1 : number))));
        maybe(fields, field("conversationId", orNull(text("conversation-" + random.nextInt(4)))));
        maybe(fields, field("receivedDateTime", orNull(text(received()))));
        maybe(fields, field("isDraft", random.nextInt(9) == 0 ? "true" : "false"));
        maybe(fields, field("from", person()));
        maybe(fields, field("toRecipients", people()));
        maybe(fields, field("ccRecipients", people()));
        fields.add(field("unknown" + random.nextInt(9), unknown(3)));
        fields.add(field("@odata.etag", text("W/\"CQ\\" + number + "\"")));
        if (random.nextInt(10) == 0) {
            fields.add(field("@odata.type", text("#microsoft.graph.eventMessageRequest")));
        }
        if (!dense || random.nextInt(3) == 0) {
            Collections.shuffle(fields, random);
        }
        return object(fields);
    }

    private String received() {
        int day = 1 + random.nextInt(31);
        return switch (random.nextInt(8)) {
            case 0 -> "2026-03-%02dT10:00:00.123Z".formatted(day);
            case 1 -> "2026-03-%02dT10:00:00+02:00".formatted(day);
            case 2 -> "2026-02-31T10:00:00Z";
            default ->
                "2026-03-%02dT%02d:%02d:%02dZ"
                        .formatted(day, random.nextInt(24), random.nextInt(60), random.nextInt(60));
        };
    }

    private String people() {
        List<String> people = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            people.add(person());
        }
        return random.nextInt(12) == 0 ? any(List.of("null", "{}", "\"nobody\"")) : array(people);
    }

    private String person() {
        if (random.nextInt(15) == 0) {
            return any(List.of("null", "{}", "{\"emailAddress\":null}", "{\"emailAddress\":[]}", "3"));
        }
        List<String> fields = new ArrayList<>();
        maybe(fields, field("name", orNull(text(any(NAMES)))));
        maybe(fields, field("address", orNull(text(any(ADDRESSES)))));
        if (!dense) {
            Collections.shuffle(fields, random);
        }
        return object(List.of(field("emailAddress", object(fields))));
    }

    private String unknown(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> text(any(NAMES));
            case 1 -> "-12.5E+3";
            case 2 -> "true";
            case 3 -> "null";
            case 4 -> array(List.of(unknown(depth - 1), unknown(depth - 1)));
            default -> object(List.of(field("id", unknown(depth - 1)), field("from", unknown(depth - 1))));
        };
    }

    private void maybe(List<String> fields, String field) {
        if (random.nextInt(12) != 0) {
            fields.add(field);
        }
    }

    private String orNull(String value) {
        return random.nextInt(20) == 0 ? "null" : value;
    }

    private String field(String name, String value) {
        return blank() + "\"" + name + "\"" + blank() + ":" + blank() + value + blank();
    }

    private String object(List<String> fields) {
        return "{" + blank() + String.join(",", fields) + blank() + "}";
    }

    private String array(List<String> elements) {
        return "[" + blank() + String.join(blank() + "," + blank(), elements) + blank() + "]";
    }

    private String blank() {
        return !dense && random.nextInt(6) == 0 ? any(List.of(" ", "\n", "\r\n\t", "   ")) : "";
    }

    /** Escaped where JSON demands it, and elsewhere if the dice say so. */
    private String text(String plain) {
        StringBuilder text = new StringBuilder("\"");
        for (char next : plain.toCharArray()) {
            if (next == '"' || next == '\\' && random.nextBoolean()) {
                text.append('\\').append(next);
            } else if (next < ' ' || next == '\\' || !dense && random.nextInt(12) == 0) {
                text.append("\\u%04x".formatted((int) next));
            } else {
                text.append(next);
            }
        }
        return text.append('"').toString();
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
