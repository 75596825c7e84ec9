package io.rapport.kit.gate;

import io.micrometer.core.instrument.MeterRegistry;
import io.rapport.contracts.consent.ConsentChanges;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.ConsentState.Phase;
import io.rapport.contracts.consent.SharingState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.problem.ErrorCode;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * This service's picture of all tenants' consent, held in memory and rebuilt at every start. It is fed by the lease
 * (see {@link LeaseKeeper}) and, faster, by events; both only ever move it forward, so duplicates and reordering change
 * nothing. Without a valid lease every gate is closed.
 *
 * <p>Observers of {@link ConsentState} learn of every grant and withdrawal once per process life, in order per tenant.
 */
@Singleton
public class ConsentGate {

    private final Lease lease;
    private final Consumer<ConsentState> changed;
    private final LongSupplier monotonicNanos;

    private final Map<Te, ConsentState> epochs = new ConcurrentHashMap<>();
    private final Map<TenantId, ConsentState> newest = new ConcurrentHashMap<>();
    private final Map<TenantId, Map<UserId, SharingState>> sharing = new ConcurrentHashMap<>();
    private volatile boolean everLeased;
    private volatile long leasedAt;

    @Inject
    ConsentGate(Lease lease, Event<ConsentState> changed, MeterRegistry metrics) {
        this(lease, changed::fire, System::nanoTime);
        metrics.gauge("rapport.lease.age.seconds", this, ConsentGate::leaseAgeSeconds);
    }

    ConsentGate(Lease lease, Consumer<ConsentState> changed, LongSupplier monotonicNanos) {
        this.lease = lease;
        this.changed = changed;
        this.monotonicNanos = monotonicNanos;
    }

    /** The tenant's gate at this moment. Ask again before every page read, write and body sent. */
    public Gate of(TenantId tenant) {
        if (!leased()) {
            return new Gate.Closed(ErrorCode.NO_LEASE);
        }
        ConsentState state = newest.get(tenant);
        return state != null && state.phase() == Phase.ACTIVE
                ? new Gate.Open(state)
                : new Gate.Closed(ErrorCode.NO_CONSENT);
    }

    /** True if exactly this epoch is active and the lease is valid: the fence for work that was begun under it. */
    public boolean open(Te te) {
        ConsentState state = epochs.get(te);
        return state != null
                && of(state.tenant()) instanceof Gate.Open(ConsentState now)
                && now.te().equals(te);
    }

    /** True if the user's mailbox may be read and shown now; false if never heard of. */
    public boolean shares(TenantId tenant, UserId user) {
        SharingState state = sharing.getOrDefault(tenant, Map.of()).get(user);
        return state != null && state.shared() && of(tenant) instanceof Gate.Open;
    }

    /** All users of the tenant who share now. */
    public Set<UserId> sharing(TenantId tenant) {
        if (!(of(tenant) instanceof Gate.Open)) {
            return Set.of();
        }
        return sharing.getOrDefault(tenant, Map.of()).values().stream()
                .filter(SharingState::shared)
                .map(SharingState::user)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What is known of an epoch, lease or not. */
    public Optional<ConsentState> epoch(Te te) {
        return Optional.ofNullable(epochs.get(te));
    }

    /** Every epoch known, open and closed, of all tenants. */
    public Collection<ConsentState> epochs() {
        return List.copyOf(epochs.values());
    }

    /** True while the last complete answer of consent-service may be relied upon. */
    public boolean leased() {
        return everLeased
                && monotonicNanos.getAsLong() - leasedAt < lease.validity().toNanos();
    }

    /**
     * True once a complete answer of consent-service is known that was asked for after this instant: what the gate does
     * not know then did not exist at that instant. Without it a new epoch's first data would be taken for a stranger's.
     *
     * @param nanos monotonic, of {@link System#nanoTime()}
     */
    public boolean heardSince(long nanos) {
        return everLeased && leasedAt - nanos > 0;
    }

    /** Moves forward; anything older than what is known is ignored. Observers must be quick: others wait for them. */
    public synchronized void apply(ConsentState state) {
        ConsentState known = epochs.get(state.te());
        if (known != null && known.ver() >= state.ver()) {
            return;
        }
        epochs.put(state.te(), state);
        newest.merge(state.tenant(), state, (old, now) -> now.ver() > old.ver() ? now : old);
        changed.accept(state);
    }

    /** Moves forward by revision. */
    public void apply(SharingState state) {
        sharing.computeIfAbsent(state.tenant(), tenant -> new ConcurrentHashMap<>())
                .merge(state.user(), state, (old, now) -> now.revision() > old.revision() ? now : old);
    }

    /** @param askedAt the monotonic instant before the question was sent: a slow answer shortens the lease */
    void renew(ConsentChanges changes, long askedAt) {
        changes.consents().forEach(this::apply);
        changes.sharing().forEach(this::apply);
        if (changes.complete()) {
            leasedAt = askedAt;
            everLeased = true;
        }
    }

    private double leaseAgeSeconds() {
        return everLeased
                ? (monotonicNanos.getAsLong() - leasedAt) / (double) TimeUnit.SECONDS.toNanos(1)
                : Double.POSITIVE_INFINITY;
    }
}
