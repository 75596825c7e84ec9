package io.rapport.stack.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.rapport.stack.ServiceName;
import io.rapport.stack.cli.client.Answer;
import io.rapport.stack.cli.process.Failure;
import io.rapport.stack.cli.screen.Board;
import java.time.Duration;

/** The twelve batches. */
final class Reading {

    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final int BATCHES = 12;

    private final Scene scene;

    Reading(Scene scene) {
        this.scene = scene;
    }

    /** @return ingestion-service's answer when all was read */
    JsonNode tell() {
        Waiting.Outcome<JsonNode> read;
        try (Board board = scene.screen().board()) {
            Batches batches = new Batches(board);
            read = Waiting.until(PATIENCE, () -> progress(batches), answer -> isOver(answer));
        }
        int done = 0;
        for (JsonNode batch : read.last().path("batches")) {
            // A day that has just ended is a thirteenth.
            boolean ofTheYear = batch.path("number").asInt() <= BATCHES;
            if (ofTheYear && "DONE".equals(state(batch)) && batch.path("failed").asInt() == 0) {
                done++;
            }
        }
        long emails = read.last().path("counts").path("messages").asLong();
        scene.checks()
                .that(
                        "all twelve batches are read, the newest first",
                        done == BATCHES,
                        Words.number(emails) + " emails in " + read.seconds());
        return read.last();
    }

    private JsonNode progress(Batches batches) {
        Answer answer =
                scene.api().asOps(ServiceName.INGESTION, "/api/v1/ingestion").get();
        if (answer.status() >= 400 && answer.status() != 503) {
            throw new Failure("ingestion-service answered: " + answer.reason());
        }
        batches.show(answer.body());
        if ("STOPPED".equals(state(answer.body()))) {
            throw new Failure(
                    "The ingestion stopped: " + answer.body().path("reason").asText() + ".");
        }
        return answer.body();
    }

    private static boolean isOver(JsonNode answer) {
        return "DONE".equals(state(answer)) || "CANCELLED".equals(state(answer));
    }

    private static String state(JsonNode of) {
        return of.path("state").asText();
    }
}
