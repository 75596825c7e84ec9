package io.rapport.stack.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.rapport.contracts.audit.AuditEntry;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditCheckTest {

    private static final TenantId TENANT = new TenantId(new UUID(1, 1));

    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Test
    void aWholeTrailIsWhole() throws Exception {
        List<AuditEntry> entries = entries(4);

        assertThat(AuditCheck.of(lines(entries), Optional.empty()))
                .isEqualTo(new AuditCheck.Whole(TENANT, 4, entries.getLast().hash()));
    }

    @ParameterizedTest
    @CsvSource({
        "GRANT-2, GRANT-3, Entry 2 was changed",
        "00:00:02, 00:00:09, Entry 2 was changed",
        "receipt 2, receipt 9, Entry 2 was changed"
    })
    void aChangedFieldShows(String from, String to, String why) throws Exception {
        String text = String.join("\n", lines(entries(4))).replace(from, to);

        assertThat(AuditCheck.of(text.lines().toList(), Optional.empty()))
                .isInstanceOfSatisfying(
                        AuditCheck.Broken.class,
                        broken -> assertThat(broken.why()).startsWith(why));
    }

    @Test
    void aMissingEntryShows() throws Exception {
        List<String> lines = new ArrayList<>(lines(entries(4)));
        lines.remove(1);

        assertThat(AuditCheck.of(lines, Optional.empty())).isEqualTo(new AuditCheck.Broken("Entry 2 is missing."));
    }

    @Test
    void anEndThatWasCutOffShowsByAHashKeptElsewhere() throws Exception {
        List<AuditEntry> entries = entries(4);
        List<String> cut = lines(entries.subList(0, 3));

        assertThat(AuditCheck.of(cut, Optional.empty())).isInstanceOf(AuditCheck.Whole.class);
        assertThat(AuditCheck.of(cut, Optional.of(entries.getLast().hash()))).isInstanceOf(AuditCheck.Broken.class);
        assertThat(AuditCheck.of(lines(entries), Optional.of(entries.get(2).hash())))
                .isInstanceOf(AuditCheck.Whole.class);
    }

    @Test
    void somethingElseIsNoAuditTrail() {
        assertThat(AuditCheck.of(List.of("hello"), Optional.empty()))
                .isEqualTo(new AuditCheck.Broken("Line 1 is no entry of an audit trail."));
        assertThat(AuditCheck.of(List.of(), Optional.empty())).isEqualTo(new AuditCheck.Broken("It is empty."));
    }

    private static List<AuditEntry> entries(int count) {
        List<AuditEntry> entries = new ArrayList<>();
        String before = "";
        for (int i = 1; i <= count; i++) {
            AuditEntry entry = AuditEntry.after(
                    before,
                    TENANT,
                    i,
                    Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i),
                    new UserId(new UUID(2, 2)),
                    "GRANT-" + i,
                    "{\"text\":\"receipt " + i + "\"}");
            entries.add(entry);
            before = entry.hash();
        }
        return entries;
    }

    private List<String> lines(List<AuditEntry> entries) throws Exception {
        List<String> lines = new ArrayList<>();
        for (AuditEntry entry : entries) {
            lines.add(json.writeValueAsString(entry));
        }
        return lines;
    }
}
