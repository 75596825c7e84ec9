package io.rapport.consent.eligibility;

/**
 * A service plan within a subscribed product, as Microsoft Graph tells it.
 *
 * @param plan service plan id, lower-case GUID: part numbers multiply, plan ids stay
 * @param usable product {@code Enabled} or {@code Warning} (its grace period), and plan {@code Success}
 */
public record ServicePlan(String plan, boolean usable) {}
