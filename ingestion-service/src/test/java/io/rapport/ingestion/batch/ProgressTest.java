package io.rapport.ingestion.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.contracts.ids.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final TenantId TENANT = new TenantId(new UUID(1, 1));

    @Test
    void withoutAConsentThereIsNothing() {
        assertThat(Progress.closed(TENANT, null, false).state()).isEqualTo("NONE");
    }

    @Test
    void onlyAWithdrawalCancels() {
        assertThat(Progress.closed(TENANT, plan(), false).state()).isEqualTo("CANCELLED");

        IngestionView hidden = Progress.closed(TENANT, plan(), true);
        assertThat(hidden.state()).isEqualTo("PAUSED");
        assertThat(hidden.reason()).isEqualTo("LICENCE_LOST");
        assertThat(hidden.batches()).isEmpty();
    }

    private static EpochPlan plan() {
        EpochPlan plan = new EpochPlan();
        plan.te = 7;
        plan.epoch = 2;
        return plan;
    }
}
