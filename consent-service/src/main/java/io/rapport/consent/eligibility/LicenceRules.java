package io.rapport.consent.eligibility;

import io.rapport.consent.eligibility.Eligibility.Eligible;
import io.rapport.consent.eligibility.Eligibility.Ineligible;
import io.rapport.consent.eligibility.Eligibility.Missing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Consent needs Dynamics 365 Sales (Enterprise or Premium) and a Microsoft 365 plan with Exchange mailboxes. Judged by
 * service plan, never by part number.
 */
public final class LicenceRules {

    private static final String SALES = "an active Dynamics 365 Sales Enterprise or Sales Premium licence";
    private static final String MAILBOX =
            "an active Microsoft 365 or Office 365 licence with Exchange Online mailboxes";

    private LicenceRules() {}

    public static Eligibility judge(Collection<Product> products, AcceptedLicences accepted) {
        List<UUID> evidence = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        require(products, SALES, accepted.salesPlans(), LicenceRules::lesserSales, evidence, missing);
        require(products, MAILBOX, accepted.mailboxPlans(), LicenceRules::noMailbox, evidence, missing);
        return missing.isEmpty() ? new Eligible(List.copyOf(evidence)) : new Ineligible(List.copyOf(missing));
    }

    private static void require(
            Collection<Product> products,
            String licence,
            Set<UUID> accepted,
            Function<Product.Plan, Optional<String>> lookalike,
            List<UUID> evidence,
            List<Missing> missing) {
        Optional<UUID> proof = products.stream()
                .flatMap(product -> product.plans().stream().filter(product::provides))
                .map(Product.Plan::id)
                .filter(accepted::contains)
                .findFirst();
        if (proof.isPresent()) {
            evidence.add(proof.get());
            return;
        }
        List<String> nearly = new ArrayList<>();
        for (Product product : products) {
            for (Product.Plan plan : product.plans()) {
                if (accepted.contains(plan.id())) {
                    nearly.add(product.partNumber() + ": "
                            + (product.usable()
                                    ? "the plan is " + plan.status()
                                    : "the product is " + product.status()));
                } else {
                    lookalike.apply(plan).ifPresent(why -> nearly.add(product.partNumber() + ": " + why));
                }
            }
        }
        missing.add(new Missing(
                licence, List.copyOf(nearly), accepted.stream().sorted().toList()));
    }

    private static Optional<String> lesserSales(Product.Plan plan) {
        return plan.name().equals("DYN365_SALES_PRO")
                ? Optional.of("Sales Professional is not enough")
                : Optional.empty();
    }

    /** Most Dynamics products carry this one, and it is no mailbox. */
    private static Optional<String> noMailbox(Product.Plan plan) {
        return plan.name().equals("EXCHANGE_S_FOUNDATION")
                ? Optional.of("EXCHANGE_S_FOUNDATION is no mailbox")
                : Optional.empty();
    }
}
