package io.rapport.insights.visibility;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.TenantId;
import io.rapport.insights.settings.TenantSettings;
import io.rapport.insights.vault.Mailboxes;
import io.rapport.insights.vault.Sharer;
import io.rapport.insights.vault.Vault;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.keys.EpochKeys;
import io.rapport.kit.keys.KeyState;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/**
 * The only way to an answer. The gate is asked before anything is read and again when the answer is ready, so that a
 * process that slept in between (a pause, a slow query) shows nothing that was withdrawn meanwhile. Blocks: use it on a
 * virtual thread.
 */
@Singleton
public class Visibility {

    /** With the lease's 45 s this stays below the 60 s within which a withdrawal hides everything. */
    private static final long LONGEST_NANOS = Duration.ofSeconds(10).toNanos();

    private final ConsentGate gate;
    private final EpochKeys keys;
    private final Mailboxes mailboxes;
    private final TenantSettings settings;
    private final Clock clock;

    Visibility(ConsentGate gate, EpochKeys keys, Mailboxes mailboxes, TenantSettings settings, Clock clock) {
        this.gate = gate;
        this.keys = keys;
        this.mailboxes = mailboxes;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param answer computes the answer from what may be shown
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 503 without a lease or a key to be had, 409 without consent
     */
    public <T> T show(TenantId tenant, Function<View, T> answer) {
        long began = System.nanoTime();
        ConsentState consent = gate.of(tenant).orThrow();
        View view = view(consent);
        T body = answer.apply(view);
        confirm(view, began);
        return body;
    }

    /** Waits for a part of an answer, no longer than a whole answer may take. */
    public static <T> T await(Uni<T> part) {
        return part.await().atMost(Duration.ofNanos(LONGEST_NANOS));
    }

    private View view(ConsentState consent) {
        return switch (await(keys.of(consent.te()))) {
            case KeyState.Available(var cipher) -> {
                Vault vault = new Vault(consent.te(), cipher);
                var sharing = gate.sharing(consent.tenant());
                // An epoch of which nothing has come yet simply has no mailboxes.
                yield new View(
                        consent,
                        vault,
                        clock.instant(),
                        await(mailboxes.of(vault, Sharer.of(sharing))),
                        sharing.size(),
                        await(settings.of(consent.tenant())));
            }
            case KeyState.Destroyed _ -> throw Problems.of(ErrorCode.KEY_DESTROYED, "What was stored is unreadable.");
            case KeyState.Unavailable _ ->
                throw Problems.of(ErrorCode.UPSTREAM_UNAVAILABLE, "The key cannot be had; try again shortly.");
        };
    }

    private void confirm(View view, long began) {
        ConsentState now = gate.of(view.consent().tenant()).orThrow();
        boolean sameEpoch = now.te().equals(view.consent().te());
        if (!sameEpoch || !Sharer.of(gate.sharing(now.tenant())).containsAll(view.sharers())) {
            throw Problems.of(ErrorCode.NO_LEASE, "What may be shown changed while this was computed; ask again.");
        }
        if (System.nanoTime() - began > LONGEST_NANOS) {
            throw Problems.of(ErrorCode.UPSTREAM_UNAVAILABLE, "The answer took longer than 10 s; ask for less.");
        }
    }
}
