package io.rapport.consent.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.rapport.consent.eligibility.Eligibility.Eligible;
import io.rapport.consent.eligibility.Eligibility.Ineligible;
import io.rapport.consent.eligibility.Eligibility.Missing;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Service plans as Microsoft's list of products names them; the traps are products that look sufficient and are not. */
class LicenceRulesTest {

    private static final Product.Plan ENTERPRISE =
            plan("2da8e897-7791-486b-b08f-cc63c8129df7", "DYN365_ENTERPRISE_SALES");
    private static final Product.Plan INSIGHTS = plan("fedc185f-0711-4cc0-80ed-0a92da1a8384", "DYN365_SALES_INSIGHTS");
    private static final Product.Plan FOUNDATION =
            plan("113feb6c-3fe4-4440-bddc-54d774bf0318", "EXCHANGE_S_FOUNDATION");
    private static final Product.Plan EXCHANGE = plan("efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE");
    private static final Product PREMIUM =
            new Product("DYN365_SALES_PREMIUM", "Enabled", List.of(ENTERPRISE, INSIGHTS, FOUNDATION));
    private static final Product E5 = new Product("SPE_E5", "Enabled", List.of(EXCHANGE));

    private final AcceptedLicences accepted = new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 100, new DurationConverter())
            .withMapping(AcceptedLicences.class)
            .build()
            .getConfigMapping(AcceptedLicences.class);

    @Test
    void salesPremiumAndExchangeSuffice() {
        assertThat(judge(PREMIUM, E5)).isEqualTo(new Eligible(List.of(ENTERPRISE.id(), EXCHANGE.id())));
    }

    @Test
    void salesEnterpriseSuffices() {
        assertThat(judge(product("DYN365_ENTERPRISE_SALES", ENTERPRISE), E5)).isInstanceOf(Eligible.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // D365_ENTERPRISE_SALES_GOV
                "213be507-d547-4f79-bc2c-6196bc54c4a3",
                // DYN365_ENTERPRISE_P1, which the bundles with Customer Service carry instead
                "d56f3deb-50d8-465a-bedb-f079817ccac1"
            })
    void governmentAndBundlesSuffice(String id) {
        assertThat(judge(product("D365_SOME_BUNDLE", plan(id, "SOME_PLAN")), E5))
                .isInstanceOf(Eligible.class);
    }

    @Test
    void aProductInItsGracePeriodSuffices() {
        assertThat(judge(new Product("DYN365_SALES_PREMIUM", "Warning", List.of(ENTERPRISE)), E5))
                .isInstanceOf(Eligible.class);
    }

    @Test
    void exchangeFoundationIsNoMailbox() {
        assertThat(missing(PREMIUM)).singleElement().satisfies(missing -> {
            assertThat(missing.licence()).contains("Exchange Online");
            assertThat(missing.nearly()).containsExactly("DYN365_SALES_PREMIUM: EXCHANGE_S_FOUNDATION is no mailbox");
            assertThat(missing.satisfiedBy()).contains(EXCHANGE.id()).doesNotContain(FOUNDATION.id());
        });
    }

    @Test
    void aDisabledPlanDoesNotCount() {
        Product.Plan disabled = new Product.Plan(ENTERPRISE.id(), ENTERPRISE.name(), "Disabled");

        assertThat(missing(product("DYN365_ENTERPRISE_SALES", disabled), E5))
                .singleElement()
                .satisfies(missing ->
                        assertThat(missing.nearly()).containsExactly("DYN365_ENTERPRISE_SALES: the plan is Disabled"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Suspended", "LockedOut", "Deleted"})
    void aSuspendedProductDoesNotCount(String status) {
        assertThat(missing(PREMIUM, new Product("SPE_E3", status, List.of(EXCHANGE))))
                .singleElement()
                .satisfies(missing -> assertThat(missing.nearly()).contains("SPE_E3: the product is " + status));
    }

    @Test
    void salesProfessionalIsNotEnough() {
        assertThat(missing(
                        product("D365_SALES_PRO", plan("88d83950-ff78-4e85-aa66-abfc787f8090", "DYN365_SALES_PRO")),
                        E5))
                .singleElement()
                .satisfies(missing -> assertThat(missing.nearly())
                        .containsExactly("D365_SALES_PRO: Sales Professional is not enough"));
    }

    @Test
    void aTenantWithNothingLacksBothAndReadsWhatWouldDo() {
        assertThat(judge()).isInstanceOfSatisfying(Ineligible.class, no -> {
            assertThat(no.missing()).hasSize(2);
            assertThat(no.inWords())
                    .isEqualTo("The tenant lacks an active Dynamics 365 Sales Enterprise or Sales Premium licence and"
                            + " an active Microsoft 365 or Office 365 licence with Exchange Online mailboxes.");
        });
    }

    private Eligibility judge(Product... products) {
        return LicenceRules.judge(Arrays.asList(products), accepted);
    }

    private List<Missing> missing(Product... products) {
        return judge(products).lacking();
    }

    private static Product product(String partNumber, Product.Plan plan) {
        return new Product(partNumber, "Enabled", List.of(plan));
    }

    private static Product.Plan plan(String id, String name) {
        return new Product.Plan(UUID.fromString(id), name, "Success");
    }
}
