package io.rapport.stack.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rapport.stack.ServiceName;
import io.rapport.stack.cli.client.Answer;
import io.rapport.stack.cli.process.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Withdrawal, deletion, proof. */
final class Ending {

    private static final Duration HIDDEN_BY = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration A_WHILE = Duration.ofSeconds(8);
    private static final int STEP_DAYS = 4;
    private static final int LAST_DAY = 30;
    /** What stands in a case's history besides the states it came to. */
    private static final Set<String> WITHOUT_A_MOVE = Set.of("WAITING", "TOPIC_MARKED");

    private final Scene scene;
    private final Path folder;
    private String te = "";

    /** @param folder where certificates are saved, in one named after the epoch */
    Ending(Scene scene, Path folder) {
        this.scene = scene;
        this.folder = folder;
    }

    void withdraw() {
        Answer consent =
                scene.api().asAdmin(ServiceName.CONSENT, "/api/v1/consent").get();
        Answer withdrawn = scene.api()
                .asAdmin(ServiceName.CONSENT, "/api/v1/consent")
                .header("If-Match", consent.etag().orElse(""))
                .delete();
        if (!withdrawn.ok()) {
            throw new Failure("Consent could not be withdrawn: " + withdrawn.reason());
        }
        te = withdrawn.body().path("deletionCase").asText();
        scene.say("Data must be gone by " + Words.day(withdrawn.body().path("appDeadline")) + ", backups by "
                + Words.day(withdrawn.body().path("backupDeadline")) + "; deletion case " + te + ".");
        var hidden = Waiting.until(
                HIDDEN_BY,
                () -> scene.api()
                        .asSeller(ServiceName.INSIGHTS, "/api/v1/contacts?limit=1")
                        .get(),
                answer -> !answer.ok());
        scene.checks()
                .that(
                        "nothing can be read any more",
                        hidden.came(),
                        "status " + hidden.last().status() + " after " + hidden.seconds() + ", at most 60 s");
    }

    void application() {
        var verified = Waiting.until(PATIENCE, this::state, state -> reached(state, "APP_VERIFIED"));
        scene.say("The case went through " + String.join(" → ", history()) + ".");
        scene.checks()
                .that(
                        "purge-service counted afresh and found nothing",
                        verified.came(),
                        verified.last() + " after " + verified.seconds());
        int key = scene.api()
                .asService(ServiceName.CONSENT, "/internal/keys/" + te)
                .get()
                .status();
        scene.checks().that("the epoch's key is destroyed", key == 410, "status " + key);
        new Proof(scene, folder, te).show("app");
    }

    void backups() {
        scene.say("Encrypted backups of the epoch still in the store: " + snapshots() + ".");
        int days = 0;
        boolean gone = false;
        while (!gone && days < LAST_DAY) {
            days += STEP_DAYS;
            scene.stack().clock().advance(Duration.ofDays(STEP_DAYS));
            gone = Waiting.until(
                            days >= LAST_DAY ? PATIENCE : A_WHILE,
                            this::state,
                            state -> reached(state, "BACKUPS_VERIFIED"))
                    .came();
        }
        long left = snapshots();
        scene.checks()
                .that(
                        "the last backup is gone, at most 30 days later",
                        gone && left == 0 && days <= LAST_DAY,
                        "after " + days + " days");
        new Proof(scene, folder, te).show("backup");
    }

    private String state() {
        return deletionCase().path("state").asText();
    }

    /** A look now and then would miss the states it left at once. */
    private List<String> history() {
        return StreamSupport.stream(deletionCase().path("events").spliterator(), false)
                .map(entry -> entry.path("event").asText())
                .filter(event -> !WITHOUT_A_MOVE.contains(event))
                .toList();
    }

    /** Empty as long as it is not opened. */
    private JsonNode deletionCase() {
        Answer answer = scene.api()
                .asAdmin(ServiceName.PURGE, "/api/v1/deletion-cases/" + te)
                .get();
        return answer.ok() ? answer.body() : MissingNode.getInstance();
    }

    private static boolean reached(String state, String wanted) {
        return state.equals(wanted)
                || wanted.equals("APP_VERIFIED")
                        && (state.equals("BACKUPS_PENDING") || state.equals("BACKUPS_VERIFIED"));
    }

    private long snapshots() {
        Path backups = scene.stack().directory().backups().resolve(te);
        if (!Files.isDirectory(backups)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(backups)) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
