package io.rapport.insights.interaction;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.ConsentState.Phase;
import io.rapport.contracts.ids.Te;
import io.rapport.insights.vault.Vault;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.keys.EpochKeys;
import io.rapport.kit.keys.KeyState;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether records of an epoch may be written now. The answers are kept apart with care: a closed epoch's records are
 * dropped, but while nobody can say (no lease, no key to be had) nothing is dropped and the topic waits.
 */
@Singleton
class Admission {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ConsentGate gate;
    private final EpochKeys keys;

    Admission(ConsentGate gate, EpochKeys keys) {
        this.gate = gate;
        this.keys = keys;
    }

    sealed interface Verdict {
        record Admit(Opened epoch) implements Verdict {}

        record Refuse(Drop why) implements Verdict {}

        /** Nobody can say at this moment: try again. */
        record Wait() implements Verdict {}
    }

    /** @param receivedAt monotonic instant; an epoch that was granted just before it may not be known yet */
    Verdict of(Te te, long receivedAt) {
        if (!gate.leased()) {
            return new Verdict.Wait();
        }
        Optional<ConsentState> known = gate.epoch(te);
        if (known.isEmpty()) {
            return gate.heardSince(receivedAt) ? new Verdict.Refuse(Drop.UNKNOWN_EPOCH) : new Verdict.Wait();
        }
        ConsentState consent = known.get();
        if (consent.phase() == Phase.WITHDRAWN) {
            return new Verdict.Refuse(Drop.WITHDRAWN);
        }
        return switch (keys.of(te).await().atMost(PATIENCE)) {
            case KeyState.Available(var cipher) -> new Verdict.Admit(new Opened(consent, new Vault(te, cipher)));
            case KeyState.Destroyed _ -> new Verdict.Refuse(Drop.KEY_DESTROYED);
            case KeyState.Unavailable _ -> new Verdict.Wait();
        };
    }
}
