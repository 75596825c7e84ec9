package io.rapport.stack.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.rapport.stack.ServiceName;
import io.rapport.stack.cli.process.Failure;
import io.rapport.stack.cli.screen.Board;
import java.time.Duration;

/** The twelve batches, and what became of every email. */
final class Reading {

    private static final Duration PATIENCE = Duration.ofHours(2);

    private final Scene scene;

    Reading(Scene scene) {
        this.scene = scene;
    }

    void tell() {
        Waiting.Outcome<JsonNode> read;
        try (Board board = scene.screen().board()) {
            Batches batches = new Batches(board);
            read = Waiting.until(PATIENCE, () -> progress(batches), answer -> "DONE".equals(state(answer)));
        }
        int done = 0;
        for (JsonNode batch : read.last().path("batches")) {
            done += "DONE".equals(state(batch)) && batch.path("failed").asInt() == 0 ? 1 : 0;
        }
        scene.checks().that("all twelve batches are read", done == 12, done + " of 12 in " + read.seconds());
    }

    void reconcile() {}

    private JsonNode progress(Batches batches) {
        var answer =
                scene.api().asOps(ServiceName.INGESTION, "/api/v1/ingestion").get();
        if (answer.status() >= 400 && answer.status() != 503) {
            throw new Failure("ingestion-service answered: " + answer.reason());
        }
        batches.show(answer.body());
        return answer.body();
    }

    private static String state(JsonNode of) {
        return of.path("state").asText();
    }
}
