package io.rapport.ingestion.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a Job for a batch is, made from the template that the chart renders. */
class JobTemplateTest {

    private static final TenantId TENANT = TenantId.of("11111111-1111-4111-8111-111111111111");
    private static final Te TE = Te.of("00000000000000ab");

    private final JobTemplate template = new JobTemplate(chart());

    static Job chart() {
        return Serialization.unmarshal(
                Objects.requireNonNull(JobTemplateTest.class.getResourceAsStream("/jobs/job.yaml")), Job.class);
    }

    static ConsentState consent() {
        return new ConsentState(TENANT, 3, TE, ConsentState.Phase.ACTIVE, Instant.EPOCH, Instant.EPOCH, 1, null);
    }

    @Test
    void aShardIsAnIndex() {
        assertThat(template.fill(consent(), 7, 5).getSpec().getCompletions()).isEqualTo(5);
        assertThat(template.fill(consent(), 7, 5).getSpec().getParallelism()).isEqualTo(2);
        assertThat(template.fill(consent(), 7, 1).getSpec().getParallelism())
                .as("no more pods than there is work for")
                .isEqualTo(1);
    }

    @Test
    void thePodLearnsWhereItsWorkIsAndNothingElse() {
        Job job = template.fill(consent(), 7, 5);

        List<EnvVar> given =
                job.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv();
        List<EnvVar> before = chart().getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv();
        assertThat(given)
                .filteredOn(env -> !before.contains(env))
                .extracting(EnvVar::getName, EnvVar::getValue)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("RAPPORT_BATCH_TENANT", TENANT.toString()),
                        org.assertj.core.groups.Tuple.tuple("RAPPORT_BATCH_EPOCH", "3"),
                        org.assertj.core.groups.Tuple.tuple("RAPPORT_BATCH_NUMBER", "7"));
    }

    @Test
    void jobAndPodsAreFoundByEpochAndBatch() {
        Job job = template.fill(consent(), 7, 5);

        Map<String, String> labels = Map.of("rapport.io/te", TE.toString(), "rapport.io/batch", "7");
        assertThat(job.getMetadata().getLabels())
                .containsAllEntriesOf(labels)
                .containsAllEntriesOf(chart().getMetadata().getLabels());
        assertThat(job.getSpec().getTemplate().getMetadata().getLabels()).containsAllEntriesOf(labels);
    }

    /** Kubernetes lets none of these be changed later: what they are at the start decides. */
    @Test
    void whatCannotBeChangedLaterStaysAsTheTemplateHasIt() {
        var spec = template.fill(consent(), 7, 5).getSpec();

        assertThat(spec.getCompletionMode()).isEqualTo("Indexed");
        assertThat(spec.getBackoffLimitPerIndex()).isPositive();
        assertThat(spec.getPodReplacementPolicy()).isEqualTo("Failed");
        assertThat(spec.getTtlSecondsAfterFinished()).isPositive();
        assertThat(spec.getActiveDeadlineSeconds()).isPositive();
        assertThat(spec.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
        assertThat(spec.getPodFailurePolicy()).isEqualTo(chart().getSpec().getPodFailurePolicy());
    }

    @Test
    void theExitCodesOfAShardAreToldApart() {
        List<PodFailurePolicyRule> rules =
                template.fill(consent(), 7, 5).getSpec().getPodFailurePolicy().getRules();

        assertThat(rules.getFirst().getAction()).isEqualTo("Ignore");
        assertThat(rules.getFirst().getOnPodConditions())
                .singleElement()
                .matches(condition -> condition.getType().equals("DisruptionTarget"));
        assertThat(action(rules, Ending.WITHDRAWN)).isEqualTo("FailJob");
        assertThat(action(rules, Ending.HOPELESS)).isEqualTo("FailIndex");
        assertThat(action(rules, Ending.THROTTLED)).isEqualTo("Count");
        assertThat(action(rules, Ending.AGAIN)).isEqualTo("Count");
    }

    /** As Kubernetes does: the first rule that matches, and Count where none does. */
    private static String action(List<PodFailurePolicyRule> rules, Ending ending) {
        return rules.stream()
                .filter(rule -> rule.getOnExitCodes() != null
                        && rule.getOnExitCodes().getValues().contains(ending.code()))
                .map(PodFailurePolicyRule::getAction)
                .findFirst()
                .orElse("Count");
    }

    @Test
    void theSameBatchHasTheSameNameAndNoOtherHasIt() {
        String name = JobTemplate.name("rapport-batch", TENANT, 3, 7);

        assertThat(JobTemplate.name("rapport-batch", TENANT, 3, 7)).isEqualTo(name);
        assertThat(JobTemplate.name("rapport-batch", TENANT, 3, 8)).isNotEqualTo(name);
        assertThat(JobTemplate.name("rapport-batch", TENANT, 4, 7)).isNotEqualTo(name);
        assertThat(JobTemplate.name("rapport-batch", TenantId.of("22222222-2222-4222-8222-222222222222"), 3, 7))
                .isNotEqualTo(name);
        assertThat(name).doesNotContain(TENANT.toString().substring(0, 8));
    }

    @Test
    void aNameLeavesRoomForTheIndexHoweverLongTheReleasesIs() {
        String name = JobTemplate.name("r".repeat(40) + "-".repeat(23), TENANT, Integer.MAX_VALUE, 1_000_012);

        assertThat(name + "-99999").hasSizeLessThanOrEqualTo(63).matches("[a-z]([-a-z0-9]*[a-z0-9])?");
    }

    @Test
    void aTemplateOfSomethingElseIsRefused() {
        assertThatThrownBy(() -> new JobTemplate(new JobBuilder()
                        .withNewMetadata()
                        .withName("cleanup")
                        .endMetadata()
                        .build()))
                .hasMessageContaining("completionMode Indexed");
    }
}
