package io.rapport.ingestion.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.UnitCounts;
import io.rapport.ingestion.fold.Folded;
import io.rapport.ingestion.fold.Insiders;
import io.rapport.ingestion.fold.Pseudonyms;
import io.rapport.ingestion.fold.UnitFold;
import io.rapport.ingestion.plan.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePageTest {

    private static final Window MARCH = new Window(LocalDate.parse("2026-03-01"), LocalDate.parse("2026-04-01"));

    private final UnitFold fold = fold();

    @Test
    void readsWhatIsNeededAndPassesOverTheRest() throws IOException {
        Optional<String> next = read("""
                {"@odata.context": "x", "value": [{
                  "@odata.etag": "W/1", "id": "AAk=", "conversationId": "C1", "receivedDateTime": "2026-03-02T10:00:00Z",
                  "isDraft": false, "subject": "never asked for", "categories": [{"a": [1, -2.5e+3, null]}], "x": {},
                  "from": {"emailAddress": {"name": "Ann", "address": "Ann@Theirs.example"}},
                  "toRecipients": [{"emailAddress": {"address": "me@ours.example", "name": "Me"}}],
                  "ccRecipients": []}],
                 "@odata.nextLink": "https://graph/next?$skip=12"}""");

        assertThat(next).contains("https://graph/next?$skip=12");
        ContactFold ann = fold.contacts().getFirst();
        ContactFacts facts = Folded.facts(ann);
        assertThat(ann.getAddress()).isEqualTo("ann@theirs.example");
        assertThat(ann.getDisplayName()).isEqualTo("Ann");
        assertThat(facts.getAsksByThemList()).containsExactly(1);
        assertThat(facts.getFirstAt()).isEqualTo(1772445600L);
        assertThat(facts.getWaitingForUsList()).isEmpty();
        assertThat(facts.getAnswersByThem(0).getConversation()).isEqualTo("C1".hashCode());
    }

    @Test
    void toleratesEverythingThatExchangeLeavesOut() throws IOException {
        read("""
                {"value": [
                  {"id": "1"},
                  {"id": "2", "from": null, "toRecipients": null, "receivedDateTime": null, "conversationId": null},
                  {"id": "3", "from": {}, "toRecipients": [null, {}, {"emailAddress": null}]},
                  {"id": "4", "from": {"emailAddress": {"name": "No address"}}, "receivedDateTime": "yesterday"},
                  {"id": "5", "from": {"emailAddress": {"address": "/O=EXCHANGELABS/CN=1", "name": null}}},
                  {"id": "6", "@odata.type": "#microsoft.graph.eventMessageResponse"},
                  {"id": "7", "@odata.type": "#microsoft.graph.eventMessageResponse", "isDraft": true},
                  {"id": "8", "isDraft": null, "from": {"emailAddress": {"address": "ann@theirs.example"}},
                   "receivedDateTime": "2026-03-31T23:59:59.9999999Z"}]}""");

        assertThat(fold.counts())
                .isEqualTo(UnitCounts.newBuilder()
                        .setMessages(8)
                        .setMalformed(5)
                        .setMeetingMail(1)
                        .setDrafts(1)
                        .setInteractions(1)
                        .build());
    }

    @Test
    void textsMayHoldEscapesAndAnyScript() throws IOException {
        read("""
                {"value": [{"id": "1", "receivedDateTime": "2026-03-02T10:00:00Z", "from": {"emailAddress": {
                  "name": "\\u0041nn \\"Ümit\\" \\ud83d\\ude00 \\u6f22 \\/", "address": "ann\\u0040theirs.example"}}}]}""");

        assertThat(fold.contacts().getFirst().getAddress()).isEqualTo("ann@theirs.example");
        assertThat(fold.contacts().getFirst().getDisplayName()).isEqualTo("Ann \"Ümit\" 😀 漢 /");
    }

    @Test
    void anEmptyPageIsAPage() throws IOException {
        assertThat(read("{\"value\": []}")).isEmpty();
        assertThat(fold.messages()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{}", "{\"value\": 1}", "<html>busy</html>", "{\"value\": []} {", "{\"value\" []}"})
    void anythingElseIsNone(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerThatBreaksOffAnywhereIsAnErrorNotAShortPage() {
        String whole = "{\"value\": [{\"id\": \"1\", \"isDraft\": false, \"from\": {\"emailAddress\":"
                + " {\"address\": \"a@b.c\", \"name\": \"\\u00fc\"}}}], \"n\": 12}";
        for (int length = 0; length < whole.length(); length++) {
            String part = whole.substring(0, length);
            assertThatThrownBy(() -> read(part)).as(part).isInstanceOf(IOException.class);
        }
    }

    @Test
    void soIsOneThatBreaksOffAmongPeopleWhoWereMetBefore() {
        String ann = "{\"emailAddress\":{\"name\":\"Ann\",\"address\":\"ann@theirs.example\"}}";
        String message = "{\"id\":\"%d\",\"from\":" + ann + ",\"toRecipients\":[" + ann + "," + ann + "]}";
        String whole = "{\"value\":[" + message.formatted(1) + "," + message.formatted(2) + "]}";
        for (int length = 0; length < whole.length(); length++) {
            String part = whole.substring(0, length);
            assertThatThrownBy(() -> read(part)).as(part).isInstanceOf(IOException.class);
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    /** Order of fields, white space, escapes, unknown fields, nulls, odd types, any script: both parsers find the same. */
    @ParameterizedTest
    @MethodSource("seeds")
    void foldsToTheSameAsWhatAGeneralParserReads(long seed) throws IOException {
        byte[] page = new RandomPage(seed).bytes();
        UnitFold oracle = fold();
        JacksonPage.read(page).forEach(mail -> mail.into(oracle));

        MessagePage.read(page, page.length, fold);

        assertThat(oracle.messages()).isPositive();
        assertThat(fold.counts()).as("seed %d", seed).isEqualTo(oracle.counts());
        assertThat(fold.contacts()).as("seed %d", seed).isEqualTo(oracle.contacts());
    }

    private Optional<String> read(String json) throws IOException {
        byte[] page = json.getBytes(StandardCharsets.UTF_8);
        return MessagePage.read(page, page.length, fold);
    }

    private static UnitFold fold() {
        return new UnitFold(
                MARCH, 0, Set.of("me@ours.example"), new Insiders(Set.of("ours.example"), Set.of()), new Pseudonyms() {
                    @Override
                    public long conversation(byte[] holding, int from, int until) {
                        return new String(holding, from, until - from, StandardCharsets.UTF_8).hashCode();
                    }

                    @Override
                    public long meeting(String iCalUId, long start) {
                        return start;
                    }
                });
    }
}
