package io.rapport.insights.relationship;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.ConsentState.Phase;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.BatchProgress;
import io.rapport.insights.visibility.View;
import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.outbox.CloudEvents;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * What ingestion says of its batches, held in memory and heard again from the beginning at every start. A batch counts
 * as complete only when as many units are stored here as ingestion says it has read, so an answer never claims more
 * than it rests upon.
 */
@Singleton
public class Progress {

    private final CloudEvents events;
    private final ConsentGate gate;
    private final Edges edges;
    private final Map<Te, Map<Integer, BatchProgress>> batches = new ConcurrentHashMap<>();

    Progress(CloudEvents events, ConsentGate gate, Edges edges) {
        this.events = events;
        this.gate = gate;
        this.edges = edges;
    }

    @Incoming("ingestion-progress")
    void hear(byte[] event) {
        events.handle(event, BatchProgress.class, this::keep);
    }

    private void keep(BatchProgress batch) {
        boolean withdrawn = gate.epoch(batch.te())
                .filter(consent -> consent.phase() == Phase.WITHDRAWN)
                .isPresent();
        if (batch.number() <= Completeness.BATCHES && !withdrawn) {
            batches.computeIfAbsent(batch.te(), te -> new ConcurrentHashMap<>()).put(batch.number(), batch);
        }
    }

    void forget(@Observes ConsentState consent) {
        if (consent.phase() == Phase.WITHDRAWN) {
            batches.remove(consent.te());
        }
    }

    /** Of the answers that a view gives. */
    public Completeness of(View view) {
        Map<LocalDate, Long> stored = Visibility.await(edges.unitsByWindow(view));
        long complete = batches.getOrDefault(view.vault().te(), Map.of()).values().stream()
                .filter(batch -> batch.state() == BatchProgress.State.DONE
                        && stored.getOrDefault(batch.from(), 0L) >= batch.done())
                .count();
        return Completeness.of((int) complete, view.mailboxes().size(), view.sharing());
    }
}
