package io.rapport.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** values.yaml as tables for a reader: a heading for each block, a row for each value, the comments as they stand. */
final class ValuesTable {

    private static final Pattern COMMENT = Pattern.compile("^\\s*# ?(.*)$");
    private static final Pattern KEY = Pattern.compile("^(\\s*)([A-Za-z][\\w-]*):.*$");
    private static final String ROWS = "| value | default | |\n|---|---|---|\n";

    private final JsonNode values;
    private final StringBuilder text = new StringBuilder();
    private final List<String> comment = new ArrayList<>();
    private final Deque<String> path = new ArrayDeque<>();
    private boolean inTable;

    private ValuesTable(JsonNode values) {
        this.values = values;
    }

    static String of(Path file) throws IOException {
        var table = new ValuesTable(Yaml.read(file));
        Files.readAllLines(file).forEach(table::read);
        return table.text.toString();
    }

    private void read(String line) {
        Matcher said = COMMENT.matcher(line);
        Matcher key = KEY.matcher(line);
        if (said.matches()) {
            comment.add(said.group(1));
        } else if (key.matches()) {
            enter(key.group(1).length() / 2, key.group(2));
            comment.clear();
        } else if (line.isBlank()) {
            comment.clear();
        }
    }

    private void enter(int depth, String key) {
        while (path.size() > depth) {
            path.removeLast();
        }
        path.addLast(key);
        String meaning = escaped(String.join(" ", comment));
        if (depth == 0) {
            text.append(text.isEmpty() ? "### " : "\n### ")
                    .append(key)
                    .append('\n')
                    .append(meaning)
                    .append("\n\n");
            inTable = false;
        } else if (!path.contains("resources") || key.equals("resources")) {
            row(meaning);
        }
    }

    private void row(String meaning) {
        if (!inTable) {
            text.append(ROWS);
            inTable = true;
        }
        JsonNode value = values.at("/" + String.join("/", path));
        boolean holdsMore =
                value.isObject() && !value.isEmpty() && !path.peekLast().equals("resources");
        text.append("| `")
                .append(path.stream().collect(Collectors.joining(".")))
                .append("` | ")
                .append(holdsMore ? "" : "`" + value + "`")
                .append(" | ")
                .append(meaning)
                .append(" |\n");
    }

    /** Angle brackets would be taken for elements. */
    private static String escaped(String meaning) {
        return meaning.replace("<", "&lt;").replace("|", "\\|");
    }
}
