package io.rapport.kit.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;

import io.rapport.contracts.consent.ConsentChanges;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.ConsentState.Phase;
import io.rapport.contracts.consent.Pause;
import io.rapport.contracts.consent.SharingState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.problem.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.eclipse.microprofile.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentGateTest {

    private static final TenantId TENANT = new TenantId(new UUID(1, 1));
    private static final UserId USER = new UserId(new UUID(2, 2));
    private static final Instant GRANT = Instant.parse("2026-01-01T00:00:00Z");

    private final List<ConsentState> heard = new ArrayList<>();
    private final List<ConsentState> refused = new ArrayList<>();
    private long nanos;
    private final ConsentGate gate = new ConsentGate(
            new Lease() {
                @Override
                public Duration poll() {
                    return Duration.ofSeconds(10);
                }

                @Override
                public Duration validity() {
                    return Duration.ofSeconds(45);
                }
            },
            heard::add,
            refused::add,
            () -> nanos);

    @Test
    void isClosedBeforeConsentServiceWasHeard() {
        gate.apply(active(1));

        assertThat(gate.of(TENANT)).isEqualTo(new Gate.Closed(ErrorCode.NO_LEASE));
    }

    @Test
    void aReplicaIsReadyOnceItHasHeardAllAndStaysSoWhenTheLeaseRunsOut() {
        HealthCheck ready = new ConsentHeard(gate);
        gate.apply(active(1));
        assertThat(ready.call().getStatus()).isEqualTo(DOWN);

        gate.renew(new ConsentChanges(1, false, List.of(active(1)), List.of()), nanos);
        assertThat(ready.call().getStatus()).as("more is to come").isEqualTo(DOWN);

        renew(active(1));
        assertThat(ready.call().getStatus()).isEqualTo(UP);
        nanos = Duration.ofSeconds(45).toNanos();
        assertThat(gate.leased()).isFalse();
        assertThat(ready.call().getStatus()).isEqualTo(UP);
    }

    @Test
    void opensWithAnActiveEpochAndAValidLease() {
        renew(active(1));

        assertThat(gate.of(TENANT)).isEqualTo(new Gate.Open(active(1)));
        assertThat(gate.open(active(1).te())).isTrue();
    }

    @Test
    void closesWhenTheLeaseRunsOutCountedFromTheInstantOfAsking() {
        renew(active(1));

        nanos = Duration.ofSeconds(45).minusNanos(1).toNanos();
        assertThat(gate.of(TENANT)).isInstanceOf(Gate.Open.class);
        nanos = Duration.ofSeconds(45).toNanos();
        assertThat(gate.of(TENANT)).isEqualTo(new Gate.Closed(ErrorCode.NO_LEASE));
    }

    @Test
    void aPauseStopsReadingAndLeavesWhatIsThere() {
        renew(active(1));
        gate.apply(paused(1, 10, false));

        assertThat(gate.reads(active(1).te())).isFalse();
        assertThat(gate.open(active(1).te())).isTrue();
        assertThat(gate.of(TENANT)).isInstanceOf(Gate.Open.class);
        assertThat(heard).as("a pause is no new consent").containsExactly(active(1));
    }

    @Test
    void aPauseBeyondItsGracePeriodHidesToo() {
        renew(active(1));
        gate.apply(paused(1, 10, true));

        assertThat(gate.of(TENANT)).isEqualTo(new Gate.Closed(ErrorCode.CONSENT_PAUSED));
    }

    @Test
    void anOlderRevisionNeverBringsAPauseBack() {
        renew(active(1));
        gate.apply(paused(1, 10, true));
        ConsentState resumed = new ConsentState(TENANT, 1, new Te(1), Phase.ACTIVE, GRANT, GRANT, 11, null);
        gate.apply(resumed);
        gate.apply(paused(1, 10, true));

        assertThat(gate.reads(resumed.te())).isTrue();
    }

    @Test
    void theFirstRefusalAfterAWithdrawalIsToldOnce() {
        renew(active(1));
        gate.apply(withdrawn(1));
        assertThat(refused).isEmpty();

        gate.of(TENANT);
        gate.of(TENANT);

        assertThat(refused).containsExactly(withdrawn(1));
    }

    @Test
    void aWithdrawalFromBeforeThisProcessIsNoMeasure() {
        renew(withdrawn(1));
        gate.of(TENANT);

        assertThat(refused).isEmpty();
    }

    @Test
    void anIncompleteAnswerIsNoLease() {
        gate.renew(new ConsentChanges(1, false, List.of(active(1)), List.of()), 0);

        assertThat(gate.leased()).isFalse();
    }

    @Test
    void knowsWhetherItWasToldAfterAnInstant() {
        assertThat(gate.heardSince(-1)).isFalse();
        nanos = 10;
        renew(active(1));

        assertThat(gate.heardSince(9)).isTrue();
        assertThat(gate.heardSince(10)).isFalse();
    }

    @Test
    void withdrawalClosesTheGateAndThePastEpochStaysClosedAfterANewGrant() {
        renew(active(1));
        gate.apply(withdrawn(1));
        assertThat(gate.of(TENANT)).isEqualTo(new Gate.Closed(ErrorCode.NO_CONSENT));

        gate.apply(active(2));
        assertThat(gate.of(TENANT)).isEqualTo(new Gate.Open(active(2)));
        assertThat(gate.open(active(1).te())).isFalse();
        assertThat(gate.open(active(2).te())).isTrue();
    }

    @Test
    void whoWasNeverHeardOfDoesNotShare() {
        renew(active(1));
        assertThat(gate.period(TENANT, USER).isPresent()).isFalse();

        gate.apply(new SharingState(TENANT, USER, true, 7));
        assertThat(gate.period(TENANT, USER).isPresent()).isTrue();
        assertThat(gate.sharing(TENANT)).containsExactly(Map.entry(USER, 7L));

        gate.apply(new SharingState(TENANT, USER, false, 8));
        gate.apply(new SharingState(TENANT, USER, true, 7));
        assertThat(gate.period(TENANT, USER).isPresent()).isFalse();
    }

    @Test
    void nobodySharesWithoutConsentOrLease() {
        gate.apply(new SharingState(TENANT, USER, true, 1));
        gate.apply(active(1));
        assertThat(gate.period(TENANT, USER).isPresent()).isFalse();

        renew(withdrawn(1));
        assertThat(gate.sharing(TENANT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyOrderAndAnyRepetitionOfEventsEndsInTheSameState(long seed) {
        List<ConsentState> events = new ArrayList<>();
        for (int epoch = 1; epoch <= 4; epoch++) {
            events.add(active(epoch));
            events.add(withdrawn(epoch));
        }
        events.add(active(5));
        events.addAll(List.copyOf(events));
        Collections.shuffle(events, new Random(seed));

        renew();
        events.forEach(gate::apply);

        assertThat(gate.of(TENANT)).as("seed %d", seed).isEqualTo(new Gate.Open(active(5)));
        assertThat(gate.epochs()).filteredOn(e -> e.phase() == Phase.ACTIVE).containsExactly(active(5));
        assertThat(heard).as("each state is told at most once").doesNotHaveDuplicates();
    }

    private void renew(ConsentState... states) {
        gate.renew(new ConsentChanges(1, true, List.of(states), List.of()), nanos);
    }

    private static ConsentState paused(int epoch, long revision, boolean hides) {
        return new ConsentState(
                TENANT,
                epoch,
                new Te(epoch),
                Phase.ACTIVE,
                GRANT,
                GRANT,
                revision,
                new Pause(Pause.Reason.LICENCE_LOST, GRANT.plusSeconds(5), hides));
    }

    private static ConsentState active(int epoch) {
        return new ConsentState(TENANT, epoch, new Te(epoch), Phase.ACTIVE, GRANT, GRANT, 2L * epoch, null);
    }

    private static ConsentState withdrawn(int epoch) {
        return new ConsentState(
                TENANT, epoch, new Te(epoch), Phase.WITHDRAWN, GRANT.plusSeconds(60), GRANT, 2L * epoch + 1, null);
    }
}
