package io.rapport.insights.subject;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * That somebody was erased, without saying who.
 *
 * @param erasedAt when nothing of the person could be found in the database any more
 * @param backupsDue until when the last snapshot that holds the person will have expired
 * @param found whether anything was held at all
 * @param blocked whether the person was also kept out of what is read from then on
 * @param rows how many rows went
 */
public record Erasure(
        UUID id, Instant askedAt, Instant erasedAt, Instant backupsDue, boolean found, boolean blocked, long rows) {

    /** The longest a snapshot may outlive what it holds. */
    static final Duration BACKUPS = Duration.ofDays(30);
}
