package io.rapport.kit.keys;

import io.rapport.contracts.ids.Te;
import io.rapport.kit.gate.ConsentService;
import io.rapport.kit.gate.Lease;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Epoch keys, fetched when first needed and forgotten when the lease they were fetched under has run out. */
@Singleton
public class EpochKeys {

    private final ConsentService consentService;
    private final Lease lease;
    private final LongSupplier monotonicNanos;
    private final Map<Te, Held> held = new ConcurrentHashMap<>();

    private record Held(EpochCipher cipher, long askedAt) {}

    @Inject
    EpochKeys(@RestClient ConsentService consentService, Lease lease) {
        this(consentService, lease, System::nanoTime);
    }

    EpochKeys(ConsentService consentService, Lease lease, LongSupplier monotonicNanos) {
        this.consentService = consentService;
        this.lease = lease;
        this.monotonicNanos = monotonicNanos;
    }

    /** Never fails: that a key is missing is an answer. */
    public Uni<KeyState> of(Te te) {
        long now = monotonicNanos.getAsLong();
        held.values().removeIf(key -> now - key.askedAt >= lease.validity().toNanos());
        Held key = held.get(te);
        if (key != null) {
            return Uni.createFrom().item(new KeyState.Available(key.cipher));
        }
        return consentService
                .key(te)
                .<KeyState>map(fetched -> {
                    EpochCipher cipher = new EpochCipher(fetched.key());
                    held.put(te, new Held(cipher, now));
                    return new KeyState.Available(cipher);
                })
                .onFailure()
                .recoverWithItem(e -> destroyed(e) ? new KeyState.Destroyed() : new KeyState.Unavailable());
    }

    /** True while the key is in this process's memory: what a deletion must find untrue. */
    public boolean holds(Te te) {
        return held.containsKey(te);
    }

    /** Forgets the key at once, as a deletion demands. */
    public void forget(Te te) {
        held.remove(te);
    }

    private static boolean destroyed(Throwable e) {
        return e instanceof WebApplicationException answer
                && answer.getResponse().getStatus() == Response.Status.GONE.getStatusCode();
    }
}
