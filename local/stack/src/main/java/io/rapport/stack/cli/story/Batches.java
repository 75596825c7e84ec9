package io.rapport.stack.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.rapport.stack.cli.screen.Bar;
import io.rapport.stack.cli.screen.Board;
import io.rapport.stack.cli.screen.Screen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The twelve batches as rows of a board, from ingestion-service's answer. */
public final class Batches {

    private static final int WIDTH = 12;

    private final Board board;
    private final Map<Integer, Board.Row> rows = new HashMap<>();

    public Batches(Board board) {
        this.board = board;
    }

    /** Brings the rows up to date. */
    public void show(JsonNode ingestion) {
        for (JsonNode batch : sorted(ingestion)) {
            int number = batch.path("number").asInt();
            Board.Row row = rows.computeIfAbsent(number, key -> board.row(name(batch)));
            String text = text(batch);
            switch (batch.path("state").asText()) {
                case "DONE" -> row.done(text);
                case "CANCELLED" -> row.fail(text);
                default -> row.show(text);
            }
        }
    }

    /** All of them once, as they are now. */
    public static void print(JsonNode ingestion, Screen screen) {
        for (JsonNode batch : sorted(ingestion)) {
            screen.line("  " + name(batch) + "  " + text(batch) + "  " + Words.lower(batch.path("state")));
        }
    }

    private static List<JsonNode> sorted(JsonNode ingestion) {
        List<JsonNode> batches = new ArrayList<>();
        ingestion.path("batches").forEach(batches::add);
        batches.sort(Comparator.comparingInt(batch -> batch.path("number").asInt()));
        return batches;
    }

    private static String name(JsonNode batch) {
        return String.format(
                "%2d  %s … %s",
                batch.path("number").asInt(),
                batch.path("from").asText(),
                batch.path("until").asText());
    }

    private static String text(JsonNode batch) {
        int units = batch.path("units").asInt();
        int finished = batch.path("done").asInt()
                + batch.path("skipped").asInt()
                + batch.path("failed").asInt();
        String failed =
                batch.path("failed").asInt() > 0 ? ", " + batch.path("failed").asInt() + " FAILED" : "";
        int shards = batch.path("shards").asInt();
        return String.format(
                "%s %d/%d mailboxes  %,d emails%s%s",
                Bar.of(finished, units, WIDTH),
                finished,
                units,
                batch.path("emails").asLong(),
                shards > 1 ? " in " + shards + " shards" : "",
                failed);
    }
}
