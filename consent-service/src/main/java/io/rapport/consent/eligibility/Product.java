package io.rapport.consent.eligibility;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * A subscribed product of a tenant, as Microsoft Graph tells it.
 *
 * @param partNumber such as {@code SPE_E5}; part numbers multiply, so nothing is judged by them
 * @param status of the product: {@code Enabled}, {@code Warning} (its grace period), {@code Suspended}, …
 */
public record Product(String partNumber, String status, List<Plan> plans) {

    private static final Set<String> USABLE = Set.of("enabled", "warning");

    /** A service plan within it. @param status {@code Success}, {@code Disabled}, … */
    public record Plan(UUID id, String name, String status) {}

    boolean usable() {
        return USABLE.contains(status.toLowerCase(Locale.ROOT));
    }

    boolean provides(Plan plan) {
        return usable() && plan.status().equalsIgnoreCase("Success");
    }
}
