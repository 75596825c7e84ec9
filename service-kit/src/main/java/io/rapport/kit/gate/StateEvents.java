package io.rapport.kit.gate;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.SharingState;
import io.rapport.kit.outbox.CloudEvents;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Hears of changes as soon as they are published. Only speed: without Kafka the lease brings the same. */
@Singleton
public class StateEvents {

    private static final Logger LOG = Logger.getLogger(StateEvents.class);

    private final ConsentGate gate;
    private final CloudEvents events;

    StateEvents(ConsentGate gate, CloudEvents events) {
        this.gate = gate;
        this.events = events;
    }

    @Incoming("consent-state")
    void consent(byte[] event) {
        events.handle(event, ConsentState.class, this::apply);
    }

    @Incoming("sharing-state")
    void sharing(byte[] event) {
        events.handle(event, SharingState.class, gate::apply);
    }

    private void apply(ConsentState state) {
        if (!gate.epoch(state.te()).equals(Optional.of(state))) {
            LOG.infof("Epoch %s is now %s", state.te(), state.phase());
        }
        gate.apply(state);
    }
}
