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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePageTest {

    private final List<MessageHeader> read = new ArrayList<>();

    @Test
    void readsHeadersAndTheNextLink() throws IOException {
        Optional<String> next = page("""
                {"@odata.context": "x", "@odata.nextLink": "https://next", "value": [
                  {"@odata.type": "#microsoft.graph.eventMessage", "@odata.etag": "e", "id": "A",
                   "conversationId": "C", "receivedDateTime": "2026-01-02T03:04:05Z", "isDraft": true,
                   "from": {"emailAddress": {"name": " Ann ", "address": " Ann@X.Example "}},
                   "toRecipients": [{"emailAddress": {"address": "b@y.example"}}], "ccRecipients": []}]}""");

        assertThat(next).contains("https://next");
        assertThat(read)
                .containsExactly(new MessageHeader(
                        "A",
                        "C",
                        "#microsoft.graph.eventMessage",
                        true,
                        1767323045L,
                        new Correspondent("ann@x.example", "Ann"),
                        List.of(new Correspondent("b@y.example", "")),
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"A\"}",
                "{\"id\":\"A\",\"from\":null,\"toRecipients\":null}",
                "{\"id\":\"A\",\"from\":{},\"toRecipients\":[{}]}",
                "{\"id\":\"A\",\"from\":{\"emailAddress\":null},\"toRecipients\":[null]}",
                "{\"id\":\"A\",\"from\":{\"emailAddress\":{\"name\":\"only\"}},\"extra\":{\"deep\":[1,{\"x\":2}]}}",
                "{\"id\":\"A\",\"receivedDateTime\":\"never\"}",
                "{\"id\":\"A\",\"conversationId\":42}"
            })
    void toleratesWhatExchangeLeavesOutOrAdds(String message) throws IOException {
        page("{\"value\":[" + message + ",{\"id\":\"B\"}]}");

        assertThat(read).extracting(MessageHeader::id).containsExactly("A", "B");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"value\":[{\"id\":\"A\"}",
                "{\"value\":[{\"id\":\"A\"},",
                "<html>",
                "{\"value\":[{\"id\":\"\u0001\"}]}"
            })
    void anAnswerThatBreaksOffOrIsNoPageIsReadAgain(String body) {
        assertThatThrownBy(() -> page(body)).isInstanceOf(IOException.class);
    }

    private Optional<String> page(String json) throws IOException {
        return MessagePage.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), read::add);
    }
}
