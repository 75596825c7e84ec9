package io.rapport.stack.cli.story;

import io.rapport.stack.ServiceName;
import io.rapport.stack.cli.client.Answer;
import io.rapport.stack.cli.process.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Withdrawal, deletion, proof. */
final class Ending {

    private static final Duration HIDDEN_BY = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration A_WHILE = Duration.ofSeconds(8);
    private static final int STEP_DAYS = 4;
    private static final int LAST_DAY = 30;

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
        Set<String> states = new LinkedHashSet<>();
        var verified = Waiting.until(PATIENCE, () -> state(states), state -> reached(state, "APP_VERIFIED"));
        scene.say("The case went through " + String.join(" → ", states) + ".");
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
                            () -> state(new LinkedHashSet<>()),
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

    private String state(Set<String> seen) {
        Answer answer = scene.api()
                .asAdmin(ServiceName.PURGE, "/api/v1/deletion-cases/" + te)
                .get();
        String state = answer.ok() ? answer.body().path("state").asText() : "";
        if (!state.isEmpty()) {
            seen.add(state);
        }
        return state;
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
