package io.rapport.insights.relationship;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The same answers as a table for spreadsheets: one row each, one column for each figure, nested ones joined by a dot,
 * lists left out. A text that a spreadsheet would run as a formula gets an apostrophe in front: names come from
 * strangers.
 */
@Singleton
class Csv {

    /** The media type of an export. */
    static final String TYPE = "text/csv;charset=UTF-8";

    private static final String FORMULA = "=+-@\t\r";

    private final ObjectMapper json;
    private final CsvMapper csv = new CsvMapper();

    Csv(ObjectMapper json) {
        this.json = json;
    }

    /** Each row says as of when and on how many of the batches it rests: a table is passed on without its answer. */
    String of(Instant asOf, Completeness completeness, List<? extends Record> records) {
        List<ObjectNode> rows = records.stream()
                .map(record -> {
                    ObjectNode row = JsonNodeFactory.instance
                            .objectNode()
                            .put("asOf", asOf.toString())
                            .put("batches", completeness.batches());
                    flatten("", json.valueToTree(record), row);
                    return row;
                })
                .toList();
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
        columns.forEach(schema::addColumn);
        try {
            return columns.isEmpty() ? "" : csv.writer(schema.build()).writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("an answer does not fit a table", e);
        }
    }

    private static void flatten(String prefix, JsonNode node, ObjectNode row) {
        node.properties().forEach(field -> {
            String column = prefix + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                flatten(column + ".", value, row);
            } else if (value.isTextual()) {
                row.put(column, harmless(value.textValue()));
            } else if (!value.isArray()) {
                row.set(column, value);
            }
        });
    }

    private static String harmless(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
