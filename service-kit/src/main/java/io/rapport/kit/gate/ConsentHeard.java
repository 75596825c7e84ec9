package io.rapport.kit.gate;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * A replica takes no requests before it has heard consent-service once: it could only refuse them, while the one that it
 * replaces can answer. From then on it stays ready, for a lease that lapses is every replica's, and the answer to each
 * request says so better than a Service without endpoints.
 */
@Singleton
@Readiness
public class ConsentHeard implements HealthCheck {

    private final ConsentGate gate;

    ConsentHeard(ConsentGate gate) {
        this.gate = gate;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Consent heard").status(gate.heard()).build();
    }
}
