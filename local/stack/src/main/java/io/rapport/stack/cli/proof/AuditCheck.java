package io.rapport.stack.cli.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.rapport.contracts.audit.AuditEntry;
import io.rapport.contracts.ids.TenantId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks an exported audit trail, with nothing but the file. */
public sealed interface AuditCheck {

    /** @param head hash of the last entry */
    record Whole(TenantId tenant, int entries, String head) implements AuditCheck {}

    /** @param why one sentence */
    record Broken(String why) implements AuditCheck {}

    /**
     * @param lines the export, a JSON object each
     * @param head what the last hash must be, from a receipt or an earlier export; whatever it is if absent. Only this
     *     shows that entries were cut off at the end
     */
    static AuditCheck of(List<String> lines, Optional<String> head) {
        ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
        int position = 0;
        String hash = "";
        boolean headSeen = false;
        @Nullable TenantId tenant = null;
        for (String line : lines) {
            AuditEntry entry;
            try {
                entry = json.readValue(line, AuditEntry.class);
            } catch (JsonProcessingException e) {
                return new Broken("Line " + (position + 1) + " is no entry of an audit trail.");
            }
            if (tenant != null && !tenant.equals(entry.tenant())) {
                return new Broken("Entry " + entry.position() + " is another tenant's.");
            }
            if (!entry.follows(position, hash)) {
                return new Broken(
                        entry.position() == position + 1
                                ? "Entry " + entry.position() + " was changed, or the one before it."
                                : "Entry " + (position + 1) + " is missing.");
            }
            tenant = entry.tenant();
            position = entry.position();
            hash = entry.hash();
            headSeen |= head.filter(hash::equals).isPresent();
        }
        if (tenant == null) {
            return new Broken("It is empty.");
        }
        return head.isPresent() && !headSeen
                ? new Broken("The given hash is in none of its entries: the end was cut off, or it is another history.")
                : new Whole(tenant, position, hash);
    }
}
