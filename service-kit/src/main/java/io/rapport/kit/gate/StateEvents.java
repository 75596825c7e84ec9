package io.rapport.kit.gate;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.SharingState;
import io.rapport.kit.outbox.CloudEvents;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears of changes as soon as they are published. Only speed: without Kafka the lease brings the same. */
@Singleton
public class StateEvents {

    private final ConsentGate gate;
    private final CloudEvents events;

    StateEvents(ConsentGate gate, CloudEvents events) {
        this.gate = gate;
        this.events = events;
    }

    @Incoming("consent-state")
    void consent(byte[] event) {
        events.handle(event, ConsentState.class, gate::apply);
    }

    @Incoming("sharing-state")
    void sharing(byte[] event) {
        events.handle(event, SharingState.class, gate::apply);
    }
}
