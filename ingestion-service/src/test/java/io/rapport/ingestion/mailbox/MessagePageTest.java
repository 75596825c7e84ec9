package io.rapport.ingestion.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.ingestion.fold.Correspondent;
import io.rapport.ingestion.fold.MessageHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessagePageTest {

    private final List<MessageHeader> read = new ArrayList<>();

    @Test
    void readsWhatIsNeededAndPassesOverTheRest() throws IOException {
        Optional<String> next = read("""
                {"@odata.context": "x", "value": [{
                  "@odata.etag": "W/1", "id": "AAk=", "conversationId": "C1", "receivedDateTime": "2026-03-02T10:00:00Z",
                  "isDraft": false, "subject": "never asked for", "categories": [{"a": [1]}],
                  "from": {"emailAddress": {"name": "Ann", "address": "Ann@Theirs.example"}},
                  "toRecipients": [{"emailAddress": {"address": "me@ours.example", "name": "Me"}}],
                  "ccRecipients": []}],
                 "@odata.nextLink": "https://graph/next?$skip=12"}""");

        assertThat(next).contains("https://graph/next?$skip=12");
        assertThat(read)
                .containsExactly(new MessageHeader(
                        "AAk=",
                        "C1",
                        "",
                        false,
                        1772445600L,
                        Correspondent.of("ann@theirs.example", "Ann"),
                        List.of(Correspondent.of("me@ours.example", "Me")),
                        List.of()));
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
                  {"id": "6", "@odata.type": "#microsoft.graph.eventMessageResponse", "isDraft": true}]}""");

        assertThat(read).extracting(MessageHeader::id).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(read.getFirst().from()).isEqualTo(Correspondent.NOBODY);
        assertThat(read.get(3).received()).isEqualTo(MessageHeader.NO_DATE);
        assertThat(read.getLast().draft()).isTrue();
        assertThat(read.getLast().type()).startsWith("#microsoft.graph.eventMessage");
    }

    @Test
    void anEmptyPageIsAPage() throws IOException {
        assertThat(read("{\"value\": []}")).isEmpty();
        assertThat(read).isEmpty();
    }

    @Test
    void anAnswerThatBreaksOffAnywhereIsAnErrorNotAShortPage() {
        String whole = "{\"value\": [{\"id\": \"1\", \"from\": {\"emailAddress\": {\"address\": \"a@b.c\"}}}]}";
        for (int length = 0; length < whole.length(); length++) {
            String part = whole.substring(0, length);
            assertThatThrownBy(() -> read(part)).as(part).isInstanceOf(IOException.class);
        }
    }

    private Optional<String> read(String json) throws IOException {
        return MessagePage.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), read::add);
    }
}
