package io.rapport.consent.eligibility;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Consent needs Dynamics 365 Sales (Enterprise or Premium) and a Microsoft 365 plan with Exchange mailboxes. Judged by
 * service plan, from Microsoft's list of product names and service plans: Sales Premium carries the Enterprise plan, so
 * that plan proves both. {@code EXCHANGE_S_FOUNDATION} comes with most Dynamics products and is no mailbox.
 */
public final class LicenceRules {

    /** DYN365_ENTERPRISE_SALES; the government cloud's; DYN365_ENTERPRISE_P1 of the customer engagement bundles. */
    private static final Set<String> SALES = Set.of(
            "2da8e897-7791-486b-b08f-cc63c8129df7",
            "213be507-d547-4f79-bc2c-6196bc54c4a3",
            "d56f3deb-50d8-465a-bedb-f079817ccac1");

    /** EXCHANGE_S_ENTERPRISE, EXCHANGE_S_STANDARD, and their government twins. */
    private static final Set<String> EXCHANGE = Set.of(
            "efb87545-963c-4e0d-99df-69c6916d9eb0",
            "9aaf7827-d63c-4b61-89c3-182f06f82e5c",
            "8c3069c0-ccdb-44be-ab77-986203a67df2",
            "e9b4930a-925f-45e2-ac2a-3f7788ca6fdd");

    private LicenceRules() {}

    public static Eligibility judge(Collection<ServicePlan> plans) {
        Set<String> usable = plans.stream()
                .filter(ServicePlan::usable)
                .map(ServicePlan::plan)
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        if (usable.stream().noneMatch(SALES::contains)) {
            missing.add("an active Dynamics 365 Sales Enterprise or Sales Premium licence");
        }
        if (usable.stream().noneMatch(EXCHANGE::contains)) {
            missing.add("an active Microsoft 365 or Office 365 licence with Exchange Online mailboxes");
        }
        return missing.isEmpty() ? new Eligibility.Eligible() : new Eligibility.Ineligible(List.copyOf(missing));
    }
}
