package io.rapport.consent.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LicenceRulesTest {

    private static final ServicePlan SALES = new ServicePlan("2da8e897-7791-486b-b08f-cc63c8129df7", true);
    private static final ServicePlan SALES_GOVERNMENT = new ServicePlan("213be507-d547-4f79-bc2c-6196bc54c4a3", true);
    private static final ServicePlan SALES_BUNDLE = new ServicePlan("d56f3deb-50d8-465a-bedb-f079817ccac1", true);
    private static final ServicePlan EXCHANGE = new ServicePlan("efb87545-963c-4e0d-99df-69c6916d9eb0", true);
    private static final ServicePlan FOUNDATION = new ServicePlan("113feb6c-3fe4-4440-bddc-54d774bf0318", true);

    @Test
    void salesAndExchangeSuffice() {
        assertThat(LicenceRules.judge(List.of(SALES, EXCHANGE))).isEqualTo(new Eligibility.Eligible());
    }

    @Test
    void theGovernmentCloudsAndTheBundlesSalesPlansCountToo() {
        assertThat(LicenceRules.judge(List.of(SALES_GOVERNMENT, EXCHANGE))).isEqualTo(new Eligibility.Eligible());
        assertThat(LicenceRules.judge(List.of(SALES_BUNDLE, EXCHANGE))).isEqualTo(new Eligibility.Eligible());
    }

    @Test
    void exchangeFoundationIsNoMailbox() {
        assertThat(missing(SALES, FOUNDATION)).singleElement().asString().contains("Exchange Online mailboxes");
    }

    @Test
    void aDisabledPlanOrASuspendedProductDoesNotCount() {
        assertThat(missing(new ServicePlan(SALES.plan(), false), new ServicePlan(EXCHANGE.plan(), false)))
                .hasSize(2);
    }

    @Test
    void theAnswerNamesEachLicenceThatIsMissing() {
        assertThat(missing(EXCHANGE)).singleElement().asString().contains("Sales Enterprise or Sales Premium");
        assertThat(missing()).hasSize(2);
    }

    private static List<String> missing(ServicePlan... plans) {
        return LicenceRules.judge(List.of(plans)) instanceof Eligibility.Ineligible(List<String> missing)
                ? missing
                : List.of();
    }
}
