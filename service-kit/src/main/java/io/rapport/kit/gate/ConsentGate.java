package io.rapport.kit.gate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rapport.contracts.consent.ConsentChanges;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.ConsentState.Phase;
import io.rapport.contracts.consent.Pause;
import io.rapport.contracts.consent.SharingState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.problem.ErrorCode;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
    private final Consumer<ConsentState> firstRefusal;
    private final LongSupplier monotonicNanos;

    private final Map<Te, ConsentState> epochs = new ConcurrentHashMap<>();
    private final Map<TenantId, ConsentState> newest = new ConcurrentHashMap<>();
    private final Map<TenantId, Map<UserId, SharingState>> sharing = new ConcurrentHashMap<>();
    private final Set<TenantId> refusalAwaited = ConcurrentHashMap.newKeySet();
    private volatile boolean everLeased;
    private volatile long leasedAt;

    @Inject
    ConsentGate(Lease lease, Event<ConsentState> changed, MeterRegistry metrics, Clock clock) {
        this(lease, changed::fire, propagation(metrics, clock), System::nanoTime);
        metrics.gauge("rapport.lease.age.seconds", this, ConsentGate::leaseAgeSeconds);
    }

    ConsentGate(
            Lease lease,
            Consumer<ConsentState> changed,
            Consumer<ConsentState> firstRefusal,
            LongSupplier monotonicNanos) {
        this.lease = lease;
        this.changed = changed;
        this.firstRefusal = firstRefusal;
        this.monotonicNanos = monotonicNanos;
    }

    /** How long it took from a withdrawal to the first read that this service refused for it. */
    private static Consumer<ConsentState> propagation(MeterRegistry metrics, Clock clock) {
        Timer timer = Timer.builder("rapport.consent.propagation")
                .description("From a withdrawal to the first read refused for it")
                .publishPercentileHistogram(false)
                .serviceLevelObjectives(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(60))
                .register(metrics);
        return withdrawn -> timer.record(Duration.between(withdrawn.since(), clock.instant()));
    }

    /** The tenant's gate at this moment. Ask again before every page read, write and body sent. */
    public Gate of(TenantId tenant) {
        if (!leased()) {
            return new Gate.Closed(ErrorCode.NO_LEASE);
        }
        ConsentState state = newest.get(tenant);
        if (state == null || state.phase() == Phase.WITHDRAWN) {
            if (state != null && refusalAwaited.remove(tenant)) {
                firstRefusal.accept(state);
            }
            return new Gate.Closed(ErrorCode.NO_CONSENT);
        }
        Pause pause = state.pause();
        return pause != null && pause.hides() ? new Gate.Closed(ErrorCode.CONSENT_PAUSED) : new Gate.Open(state);
    }

    /** True if exactly this epoch is active and the lease is valid: the fence for work that was begun under it. */
    public boolean open(Te te) {
        ConsentState state = epochs.get(te);
        return leased() && state != null && state.phase() == Phase.ACTIVE && state.equals(newest.get(state.tenant()));
    }

    /** True if Microsoft Graph may be asked for this epoch now: it is open, and nothing stands in the way of reading. */
    public boolean reads(Te te) {
        return open(te) && pause(te).isEmpty();
    }

    /** What stands in the way of reading, as far as is known. */
    public Optional<Pause> pause(Te te) {
        return epoch(te).map(ConsentState::pause);
    }

    /**
     * The period of sharing in which the user's mailbox may be read and shown now; empty if it may not, or was never heard
     * of.
     */
    public OptionalLong period(TenantId tenant, UserId user) {
        SharingState state = sharing.getOrDefault(tenant, Map.of()).get(user);
        return state != null && state.shared() && of(tenant) instanceof Gate.Open
                ? OptionalLong.of(state.revision())
                : OptionalLong.empty();
    }

    /** All users of the tenant who share now, with the period in which they do. */
    public Map<UserId, Long> sharing(TenantId tenant) {
        if (!(of(tenant) instanceof Gate.Open)) {
            return Map.of();
        }
        return sharing.getOrDefault(tenant, Map.of()).values().stream()
                .filter(SharingState::shared)
                .collect(Collectors.toUnmodifiableMap(SharingState::user, SharingState::revision));
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

    /** True from the first complete answer of consent-service on, whether it may still be relied upon or not. */
    boolean heard() {
        return everLeased;
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
        if (known != null && !state.supersedes(known)) {
            return;
        }
        epochs.put(state.te(), state);
        newest.merge(state.tenant(), state, (old, now) -> now.ver() >= old.ver() ? now : old);
        if (known == null || state.ver() > known.ver()) {
            if (known != null && state.phase() == Phase.WITHDRAWN) {
                refusalAwaited.add(state.tenant());
            }
            changed.accept(state);
        }
    }

    /** Moves forward by revision. */
    public void apply(SharingState state) {
        sharing.computeIfAbsent(state.tenant(), tenant -> new ConcurrentHashMap<>())
                .merge(state.user(), state, (old, now) -> now.revision() > old.revision() ? now : old);
    }

    /** @param askedAt the monotonic instant before the question was sent: a slow answer shortens the lease */
    synchronized void renew(ConsentChanges changes, long askedAt) {
        changes.consents().forEach(this::apply);
        changes.sharing().forEach(this::apply);
        if (changes.complete()) {
            leasedAt = everLeased ? Math.max(leasedAt, askedAt) : askedAt;
            everLeased = true;
        }
    }

    private double leaseAgeSeconds() {
        return everLeased
                ? (monotonicNanos.getAsLong() - leasedAt) / (double) TimeUnit.SECONDS.toNanos(1)
                : Double.POSITIVE_INFINITY;
    }
}
