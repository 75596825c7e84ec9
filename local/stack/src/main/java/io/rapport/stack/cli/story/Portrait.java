package io.rapport.stack.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One relationship in a dozen lines: its figures, and how its score comes about. */
final class Portrait {

    private static final int TERMS = 4;

    private final Scene scene;

    Portrait(Scene scene) {
        this.scene = scene;
    }

    void draw(JsonNode relationship) {
        JsonNode kpis = relationship.path("kpis");
        row(
                "emails",
                "%,d sent by us, %,d received; each counts once per mailbox that holds it"
                        .formatted(
                                kpis.path("emailsSent").asLong(),
                                kpis.path("emailsReceived").asLong()));
        row(
                "meetings",
                "%,d, %,d of them called by us"
                        .formatted(
                                kpis.path("meetings").asLong(),
                                kpis.path("meetingsByUs").asLong()));
        row(
                "contact",
                "first " + Words.day(kpis.path("firstInteraction")) + ", last "
                        + Words.day(kpis.path("lastInteraction").path("at")) + ", next meeting "
                        + Words.day(kpis.path("nextInteraction").path("at")));
        row("we answer", responses(kpis.path("responsesByUs")));
        row("they answer", responses(kpis.path("responsesByThem")));
        health(relationship.path("health"));
    }

    private static String responses(JsonNode responses) {
        return "%,d of %,d asks (%s), median %s, mean %s"
                .formatted(
                        responses.path("answered").asLong(),
                        responses.path("asks").asLong(),
                        Words.percent(responses.path("rate")),
                        Words.hours(responses.path("medianHours")),
                        Words.hours(responses.path("meanHours")));
    }

    private void health(JsonNode health) {
        if (!health.path("score").isNumber()) {
            row("health", "not enough to go by");
            return;
        }
        row(
                "health",
                "%.0f of 100, %s, %s"
                        .formatted(
                                health.path("score").asDouble(),
                                Words.lower(health.path("grade")),
                                Words.lower(health.path("trend"))));
        JsonNode why = health.path("explanation");
        row(
                "because",
                "ours %s + theirs %s points, balance %s: worth %s; weekly contact is worth %s"
                        .formatted(
                                Words.decimal(why.path("ours").asDouble()),
                                Words.decimal(why.path("theirs").asDouble()),
                                Words.decimal(why.path("reciprocity").asDouble()),
                                Words.decimal(why.path("effective").asDouble()),
                                Words.decimal(why.path("expected").asDouble())));
        List<JsonNode> terms = new ArrayList<>();
        why.path("terms").forEach(terms::add);
        terms.sort(Comparator.comparingDouble(
                        (JsonNode term) -> term.path("points").asDouble())
                .reversed());
        for (JsonNode term : terms.subList(0, Math.min(TERMS, terms.size()))) {
            row(
                    "",
                    "%7s points  %s: %,d × %s by %s"
                            .formatted(
                                    Words.decimal(term.path("points").asDouble()),
                                    term.path("month").asText(),
                                    term.path("count").asLong(),
                                    Words.lower(term.path("kind")),
                                    Words.lower(term.path("side"))));
        }
        if (terms.size() > TERMS) {
            row("", "and " + (terms.size() - TERMS) + " smaller terms");
        }
    }

    private void row(String name, String text) {
        scene.say("  %-12s%s".formatted(name, text));
    }
}
