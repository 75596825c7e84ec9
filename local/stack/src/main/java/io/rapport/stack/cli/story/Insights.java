package io.rapport.stack.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.rapport.stack.ServiceName;
import io.rapport.stack.cli.client.Answer;
import io.rapport.stack.cli.process.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** What a seller sees of the busiest contact: figures, health, who knows them. */
final class Insights {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration HIDDEN_BY = Duration.ofSeconds(60);
    private static final double CENT = 0.005;

    private final Scene scene;
    private String contact = "";
    private String colleague = "";

    Insights(Scene scene) {
        this.scene = scene;
    }

    void tell() {
        var complete = Waiting.until(
                PATIENCE,
                this::list,
                answer -> answer.body().path("completeness").path("complete").asInt() == 12);
        scene.checks()
                .that(
                        "insights rest upon all twelve batches",
                        complete.came(),
                        complete.last()
                                        .body()
                                        .path("completeness")
                                        .path("batches")
                                        .asText() + ", "
                                + complete.last()
                                        .body()
                                        .path("completeness")
                                        .path("mailboxes")
                                        .asText()
                                + " mailboxes");
        JsonNode busiest = complete.last().body().path("items").path(0);
        contact = busiest.path("id").asText();
        if (contact.isEmpty()) {
            scene.checks().that("there is a busiest contact", false, "no contacts");
            return;
        }
        scene.screen().blank();
        Answer one = seller("/api/v1/contacts/" + contact);
        scene.say(scene.screen().bold("The busiest contact: " + Words.person(busiest)));
        new Portrait(scene).draw(one.body());
        recompute(one.body().path("health"));
        colleagues();
    }

    void optOut() {
        if (colleague.isEmpty()) {
            scene.checks().that("there is a colleague to leave", false, "");
            return;
        }
        Answer off = scene.api()
                .asUser(UUID.fromString(colleague), ServiceName.CONSENT, "/api/v1/me/sharing")
                .put(Map.of("shared", false));
        if (!off.ok()) {
            throw new Failure("Sharing could not be switched off: " + off.reason());
        }
        var gone = Waiting.until(HIDDEN_BY, () -> seller(colleaguesPath()), answer -> !names(answer, colleague));
        scene.checks()
                .that(
                        "the one who knew them best is in no answer any more",
                        gone.came() && (gone.last().ok() || gone.last().status() == 404),
                        "after " + gone.seconds() + ", at most 60 s");
    }

    private void colleagues() {
        scene.screen().blank();
        scene.say(scene.screen().bold("Who knows them best"));
        JsonNode known = seller(colleaguesPath()).body().path("colleagues");
        int rank = 1;
        for (JsonNode one : known) {
            scene.say("  " + rank++ + ". " + Words.person(one));
            scene.say("     %s, %.2f: %,d sent, %,d received, %,d meetings, last %s"
                    .formatted(
                            Words.lower(one.path("label")),
                            one.path("strength").asDouble(),
                            one.path("emailsSent").asLong(),
                            one.path("emailsReceived").asLong(),
                            one.path("meetings").asLong(),
                            Words.day(one.path("lastContact"))));
        }
        colleague = known.path(0).path("user").asText();
        scene.screen().blank();
        scene.checks().that("colleagues who know the contact are named", !known.isEmpty(), "");
    }

    /** The score must follow from the terms that are shown with it. */
    private void recompute(JsonNode health) {
        if (!health.path("score").isNumber()) {
            return;
        }
        JsonNode why = health.path("explanation");
        double points = 0;
        for (JsonNode term : why.path("terms")) {
            points += term.path("points").asDouble();
        }
        double effective = points * (0.25 + 0.75 * why.path("reciprocity").asDouble());
        double x = effective / why.path("expected").asDouble();
        double score = 100 * x / (x + 2.0 / 3);
        scene.checks()
                .that(
                        "the score follows from the terms shown with it",
                        Math.abs(score - health.path("score").asDouble()) < CENT,
                        Words.decimal(score));
    }

    private Answer list() {
        return seller("/api/v1/contacts?sort=interactions&limit=1");
    }

    private String colleaguesPath() {
        return "/api/v1/contacts/" + contact + "/colleagues?limit=5";
    }

    private Answer seller(String path) {
        return scene.api().asSeller(ServiceName.INSIGHTS, path).get();
    }

    private static boolean names(Answer answer, String user) {
        for (JsonNode one : answer.body().path("colleagues")) {
            if (one.path("user").asText().equals(user)) {
                return true;
            }
        }
        return answer.status() == 503;
    }
}
