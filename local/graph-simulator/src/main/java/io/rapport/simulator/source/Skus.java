package io.rapport.simulator.source;

import io.rapport.simulator.tenant.SimulatedSku;
import io.rapport.simulator.tenant.SimulatedSku.Plan;
import java.util.List;
import java.util.UUID;

/** Products as Microsoft's list of product names and service plans has them. */
final class Skus {

    private static final Plan SALES = plan("2da8e897-7791-486b-b08f-cc63c8129df7", "DYN365_ENTERPRISE_SALES");
    private static final Plan SALES_INSIGHTS = plan("fedc185f-0711-4cc0-80ed-0a92da1a8384", "DYN365_SALES_INSIGHTS");
    private static final Plan FOUNDATION = plan("113feb6c-3fe4-4440-bddc-54d774bf0318", "EXCHANGE_S_FOUNDATION");
    private static final Plan EXCHANGE = plan("efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE");

    private Skus() {}

    /** Sales Premium and Microsoft 365 E5. */
    static List<SimulatedSku> licensed() {
        return List.of(
                new SimulatedSku(
                        UUID.fromString("2edaa1dc-966d-4475-93d6-8ee8dfd96877"),
                        "DYN365_SALES_PREMIUM",
                        "Enabled",
                        List.of(SALES, SALES_INSIGHTS, FOUNDATION)),
                new SimulatedSku(
                        UUID.fromString("06ebc4ee-1bb5-47dd-8120-11324bc54e06"),
                        "SPE_E5",
                        "Enabled",
                        List.of(EXCHANGE)));
    }

    /** Looks licensed at a glance: the Sales plan disabled, Exchange only as FOUNDATION or in a suspended product. */
    static List<SimulatedSku> traps() {
        return List.of(
                new SimulatedSku(
                        UUID.fromString("1e1a282c-9c54-43a2-9310-98ef728faace"),
                        "DYN365_ENTERPRISE_SALES",
                        "Enabled",
                        List.of(new Plan(SALES.id(), SALES.name(), "Disabled"), FOUNDATION)),
                new SimulatedSku(
                        UUID.fromString("05e9a617-0261-4cee-bb44-138d3ef5d965"),
                        "SPE_E3",
                        "Suspended",
                        List.of(EXCHANGE)));
    }

    private static Plan plan(String id, String name) {
        return new Plan(UUID.fromString(id), name, "Success");
    }
}
