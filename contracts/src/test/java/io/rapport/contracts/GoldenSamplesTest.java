package io.rapport.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.EpochKey;
import io.rapport.contracts.ids.Te;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every released form of an event must still be read, and written the same. */
class GoldenSamplesTest {

    /** As Quarkus sets it up: dates as text, unknown fields ignored. */
    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @ParameterizedTest
    @CsvSource({
        "consent-state.v1, io.rapport.contracts.consent.ConsentState",
        "sharing-state.v1, io.rapport.contracts.consent.SharingState",
        "purge-command.v1, io.rapport.contracts.purge.PurgeCommand",
        "purge-receipt.v1, io.rapport.contracts.purge.PurgeReceipt",
        "batch-progress.v1, io.rapport.contracts.ingestion.BatchProgress"
    })
    void isReadAndWrittenTheSame(String sample, Class<? extends Record> type) throws IOException {
        JsonNode golden = golden(sample);
        Record read = json.treeToValue(golden, type);

        assertThat(json.readTree(json.writeValueAsBytes(read))).isEqualTo(golden);
    }

    @ParameterizedTest
    @CsvSource({
        "consent-state.v1, io.rapport.contracts.consent.ConsentState",
        "batch-progress.v1, io.rapport.contracts.ingestion.BatchProgress"
    })
    void aFieldOfALaterVersionIsIgnored(String sample, Class<? extends Record> type) throws IOException {
        ObjectNode later = golden(sample);
        later.put("addedLater", true);

        assertThat(json.treeToValue(later, type)).isEqualTo(json.treeToValue(golden(sample), type));
    }

    @Test
    void versionsOrderATenantsHistory() throws IOException {
        ConsentState withdrawn = json.treeToValue(golden("consent-state.v1"), ConsentState.class);

        assertThat(withdrawn.ver()).isEqualTo(7);
    }

    @Test
    void aTeIsSixteenHexadecimalDigits() {
        assertThat(Te.of("00c0ffee00c0ffee")).hasToString("00c0ffee00c0ffee");
        assertThatThrownBy(() -> Te.of("c0ffee")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Te.of("ffffffffffffffff")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Te.of("zzzzzzzzzzzzzzzz")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyDoesNotPrintItself() {
        assertThat(new EpochKey(new Te(1), new byte[] {65, 66, 67})).asString().doesNotContain("65", "ABC", "[B");
    }

    private ObjectNode golden(String sample) throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/samples/" + sample + ".json"))) {
            return (ObjectNode) json.readTree(in);
        }
    }
}
