package io.rapport.simulator.tenant;

import java.util.List;
import java.util.UUID;

/** A subscribed product with its service plans. */
public record SimulatedSku(UUID skuId, String partNumber, String capabilityStatus, List<Plan> plans) {

    public record Plan(UUID id, String name, String provisioningStatus) {}
}
