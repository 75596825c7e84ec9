package io.rapport.consent.journal;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Whether a tenant's audit trail is whole.
 *
 * @param entries how many follow each other without a flaw
 * @param brokenAt position of the first entry that was changed, or that does not follow the one before; null if none
 * @param head hash of the last whole entry, to be compared with a receipt or an export kept elsewhere: an end that was
 *     cut off shows only there
 */
public record Verdict(int entries, @Nullable Integer brokenAt, String head) {

    @JsonProperty
    public boolean whole() {
        return brokenAt == null;
    }
}
