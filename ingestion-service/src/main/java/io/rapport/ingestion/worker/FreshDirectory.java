package io.rapport.ingestion.worker;

import io.rapport.contracts.ids.Te;
import io.rapport.ingestion.fetch.Halt;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.gate.LeaseKeeper;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Makes sure before a batch that who must be left out is known as it is now: consent-service reads the directory again,
 * and this service has heard what came of it. Blocks; for virtual threads.
 */
@Singleton
class FreshDirectory {

    /** Reading a large directory takes a while. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final DirectoryRefreshes refreshes;
    private final LeaseKeeper lease;
    private final ConsentGate gate;

    FreshDirectory(@RestClient DirectoryRefreshes refreshes, LeaseKeeper lease, ConsentGate gate) {
        this.refreshes = refreshes;
        this.lease = lease;
        this.gate = gate;
    }

    /**
     * @throws Halt.GateClosed if the epoch was closed or reading is paused
     * @throws Halt.Later if the directory cannot be read now: nobody may be read then
     */
    void refresh(Te te) {
        try {
            gate.apply(refreshes.refresh(te).await().atMost(PATIENCE));
            lease.renewNow().await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            throw new Halt.Later("directory-unreadable");
        }
        if (!gate.reads(te)) {
            throw new Halt.GateClosed();
        }
    }
}
