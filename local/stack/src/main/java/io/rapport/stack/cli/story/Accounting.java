package io.rapport.stack.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.rapport.stack.Platform;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what ingestion-service says it read with what the simulator's mailboxes truly hold. */
final class Accounting {

    private static final List<Map.Entry<String, String>> KINDS = List.of(
            Map.entry("interactions", "with someone outside: these make the insights"),
            Map.entry("internal", "among colleagues only, or no contact's: dropped"),
            Map.entry("automated", "by machines or to more than 20 people: dropped"),
            Map.entry("meetingMail", "invitations and answers: counted as meetings instead"),
            Map.entry("drafts", "drafts: dropped"),
            Map.entry("malformed", "without a usable sender or recipient: dropped"));

    private final Scene scene;
    private final Tenant tenant;

    Accounting(Scene scene, Tenant tenant) {
        this.scene = scene;
        this.tenant = tenant;
    }

    /** What mailboxes hold. */
    private record Held(long within, long outside, long leftOut) {}

    void tell(JsonNode ingestion) {
        JsonNode counts = ingestion.path("counts");
        long messages = counts.path("messages").asLong();
        long sum = 0;
        scene.say(String.format("%,9d emails read, of which", messages));
        for (var kind : KINDS) {
            long count = counts.path(kind.getKey()).asLong();
            sum += count;
            if (count > 0) {
                scene.say(String.format("%,9d   %s", count, kind.getValue()));
            }
        }
        scene.say(String.format(
                "%,9d more have dates outside the twelve months",
                ingestion.path("outsideYear").asLong()));
        scene.say(String.format(
                "%,9d calendar entries read, %,d of them meetings with someone outside",
                counts.path("meetings").asLong(), counts.path("meetingsCounted").asLong()));
        for (JsonNode unfinished : ingestion.path("unfinished")) {
            scene.say(String.format(
                    "%,9d mailbox-months %s: %s",
                    unfinished.path("count").asLong(),
                    Words.lower(unfinished.path("state")),
                    unfinished.path("reason").asText()));
        }
        Held held = held(ingestion);
        scene.checks().that("every email read is in exactly one of these kinds", sum == messages, "");
        scene.checks()
                .that(
                        "the mailboxes hold exactly as many within the twelve months",
                        held.within == messages,
                        Words.number(held.within));
        scene.checks()
                .that(
                        "and exactly as many outside them",
                        held.outside == ingestion.path("outsideYear").asLong(),
                        Words.number(held.outside));
        if (!tenant.leftOut().isEmpty()) {
            leftOutWereNeverRead(held.leftOut);
        }
    }

    private Held held(JsonNode ingestion) {
        TreeMap<String, String> span = new TreeMap<>();
        ingestion
                .path("batches")
                .forEach(batch -> span.put(
                        batch.path("from").asText(), batch.path("until").asText()));
        String days = span.isEmpty()
                ? ""
                : "?from=" + span.firstKey() + "&until=" + span.lastEntry().getValue();
        JsonNode truth = scene.api()
                .simulator("/tenants/" + Platform.TENANT + "/truth" + days)
                .body();
        long within = 0;
        long outside = 0;
        long leftOut = 0;
        for (JsonNode mailbox : truth.path("mailboxes")) {
            if (tenant.leftOut().contains(mailbox.path("userId").asText())) {
                leftOut += mailbox.path("messages").asLong();
            } else {
                within += mailbox.path("within").asLong();
                outside += mailbox.path("messages").asLong()
                        - mailbox.path("within").asLong();
            }
        }
        return new Held(within, outside, leftOut);
    }

    private void leftOutWereNeverRead(long emails) {
        long asked = 0;
        long mail = 0;
        for (JsonNode request : scene.api().simulator("/requests").body().path("requests")) {
            String kind = request.path("kind").asText();
            if (kind.startsWith("messages") || kind.startsWith("calendarView")) {
                mail++;
                asked += tenant.leftOut().contains(request.path("user").asText()) ? 1 : 0;
            }
        }
        scene.checks()
                .that(
                        "the executives' mailboxes were never asked for",
                        asked == 0 && mail > 0,
                        Words.number(emails) + " emails untouched, " + Words.number(mail) + " requests looked through");
    }
}
