package io.rapport.kit.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.contracts.consent.ConsentChanges;
import io.rapport.contracts.consent.EpochKey;
import io.rapport.contracts.ids.Te;
import io.rapport.kit.gate.ConsentService;
import io.rapport.kit.gate.Lease;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EpochKeysTest {

    private static final Te EPOCH = new Te(1);

    private long nanos;
    private int asked;
    private int status = 200;

    private final EpochKeys keys = new EpochKeys(new OnlyKeys(), new FortyFiveSeconds(), () -> nanos);

    @Test
    void aKeyIsFetchedOnceForALeaseAndThenForgotten() {
        state();
        nanos = Duration.ofSeconds(45).minusNanos(1).toNanos();
        state();
        assertThat(asked).isEqualTo(1);

        nanos = Duration.ofSeconds(45).toNanos();
        state();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void afterTheLeaseTheKeyIsNotInMemoryEvenIfConsentServiceIsAway() {
        state();
        assertThat(keys.holds(EPOCH)).isTrue();
        status = 503;
        nanos = Duration.ofSeconds(46).toNanos();

        assertThat(state()).isInstanceOf(KeyState.Unavailable.class);
        assertThat(keys.holds(EPOCH)).isFalse();
    }

    @Test
    void aDestroyedKeyIsToldFromOneThatCannotBeHadNow() {
        status = 410;
        assertThat(state()).isInstanceOf(KeyState.Destroyed.class);
        status = 503;
        assertThat(state()).isInstanceOf(KeyState.Unavailable.class);
        status = 409;
        assertThat(state()).as("withdrawn, not yet destroyed").isInstanceOf(KeyState.Unavailable.class);
    }

    private KeyState state() {
        return keys.of(EPOCH).await().indefinitely();
    }

    private static final class FortyFiveSeconds implements Lease {
        @Override
        public Duration poll() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration validity() {
            return Duration.ofSeconds(45);
        }
    }

    private final class OnlyKeys implements ConsentService {
        @Override
        public Uni<EpochKey> key(Te te) {
            asked++;
            return status == 200
                    ? Uni.createFrom().item(new EpochKey(te, new byte[32]))
                    : Uni.createFrom().failure(new WebApplicationException(status));
        }

        @Override
        public Uni<ConsentChanges> changes(long revision) {
            throw new UnsupportedOperationException();
        }
    }
}
