package io.rapport.purge.holder;

import io.rapport.contracts.purge.Owner;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The register of everyone who holds data of an epoch: who is not here cannot be asked, and nothing is certified. */
@Singleton
public class Owners {

    private final ConsentOwner consent;
    private final IngestionOwner ingestion;
    private final InsightsOwner insights;

    Owners(@RestClient ConsentOwner consent, @RestClient IngestionOwner ingestion, @RestClient InsightsOwner insights) {
        this.consent = consent;
        this.ingestion = ingestion;
        this.insights = insights;
    }

    public OwnerClient of(Owner owner) {
        return switch (owner) {
            case CONSENT -> consent;
            case INGESTION -> ingestion;
            case INSIGHTS -> insights;
        };
    }
}
