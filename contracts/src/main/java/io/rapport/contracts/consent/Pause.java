package io.rapport.contracts.consent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * Nothing is read from Microsoft Graph for a tenant at present. What was read before stays; it is shown unless
 * {@code hides}, and never deleted for this.
 *
 * @param since when the obstacle was first found, UTC
 * @param hides true once the grace period is over: then nothing is shown either, until the obstacle is gone
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Pause(Reason reason, Instant since, boolean hides) {

    /** What stands in the way. */
    public enum Reason {
        /** The tenant no longer has the licences that consent needs. */
        LICENCE_LOST,
        /** A chosen group is not in the directory any more, or its members cannot be seen. */
        GROUP_UNREADABLE,
        /** The directory did not answer for longer than a day. */
        DIRECTORY_UNREADABLE
    }
}
