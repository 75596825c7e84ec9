package io.rapport.consent.decision;

import io.rapport.contracts.ids.Te;
import java.time.Duration;
import java.time.Instant;

/**
 * The answer to a withdrawal, with the deadlines that count from its commit.
 *
 * @param hiddenBy nothing is shown any more, 60 s
 * @param appDeadline application data is gone, 24 h
 * @param backupDeadline backups are gone, 30 days
 */
public record Withdrawal(
        Instant withdrawnAt,
        Instant hiddenBy,
        Instant appDeadline,
        Instant backupDeadline,
        Te deletionCase,
        String deletionCaseUrl) {

    static Withdrawal at(Instant instant, Te te) {
        return new Withdrawal(
                instant,
                instant.plus(Duration.ofSeconds(60)),
                instant.plus(Duration.ofHours(24)),
                instant.plus(Duration.ofDays(30)),
                te,
                "/api/v1/deletion-cases/" + te);
    }
}
