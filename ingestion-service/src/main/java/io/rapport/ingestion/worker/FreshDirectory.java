package io.rapport.ingestion.worker;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.ingestion.fetch.Halt;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.gate.ConsentService;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Makes sure before a batch that who must be left out is known as it is now: consent-service reads the directory again,
 * and this service has heard what came of it. Blocks; for virtual threads.
 */
@Singleton
class FreshDirectory {

    /** Reading a large directory takes a while; a lease comes every few seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ConsentService consentService;
    private final ConsentGate gate;

    FreshDirectory(@RestClient ConsentService consentService, ConsentGate gate) {
        this.consentService = consentService;
        this.gate = gate;
    }

    /**
     * @throws Halt.GateClosed if the epoch was closed or reading is paused
     * @throws Halt.Later if the directory cannot be read now: nobody may be read then
     */
    void refresh(Te te) {
        ConsentState state;
        try {
            state = consentService.refreshDirectory(te).await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            throw new Halt.Later("directory-unreadable");
        }
        gate.apply(state);
        awaitNews(System.nanoTime());
        if (!gate.reads(te)) {
            throw new Halt.GateClosed();
        }
    }

    private void awaitNews(long since) {
        long deadline = since + PATIENCE.toNanos();
        try {
            while (!gate.heardSince(since)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new Halt.Later("consent-service-silent");
                }
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Halt.GateClosed();
        }
    }
}
