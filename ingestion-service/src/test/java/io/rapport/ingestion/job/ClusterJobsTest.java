package io.rapport.ingestion.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.rapport.ingestion.batch.Batches;
import io.rapport.ingestion.job.ClusterJobs.Seen;
import io.rapport.ingestion.job.ClusterJobs.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real client against an API server that keeps what it is given and enforces nothing: paths, codes and bodies. */
class ClusterJobsTest {

    private static final Batches.ForJob BATCH = new Batches.ForJob(7, 5, true);

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final KubernetesClient client = server.createClient();
    private final ClusterJobs jobs = new ClusterJobs(client, template());

    private static Path template() {
        return Path.of(Objects.requireNonNull(ClusterJobsTest.class.getResource("/jobs/job.yaml"))
                .getPath());
    }

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    @Test
    void aBatchHasOneJobHoweverOftenItIsMade() {
        assertThat(jobs.create(JobTemplateTest.consent(), BATCH)).isTrue();
        assertThat(jobs.create(JobTemplateTest.consent(), BATCH))
                .as("made before a restart, or by another replica")
                .isFalse();

        assertThat(jobs.all()).singleElement().satisfies(job -> {
            assertThat(job.te()).isEqualTo(JobTemplateTest.consent().te());
            assertThat(job.number()).isEqualTo(7);
            assertThat(job.state()).isEqualTo(new State.Active());
        });
    }

    @Test
    void otherJobsOfTheNamespaceAreNotSeen() {
        client.resource(new JobBuilder(JobTemplateTest.chart()).build()).create();

        assertThat(jobs.all()).isEmpty();
    }

    @Test
    void aJobThatEndedSaysHow() {
        jobs.create(JobTemplateTest.consent(), BATCH);

        status("SuccessCriteriaMet", "True");
        assertThat(state()).as("pods are still going").isEqualTo(new State.Active());
        status("Complete", "True");
        assertThat(state()).isEqualTo(new State.Complete());
        status("Failed", "True");
        assertThat(state()).isEqualTo(new State.Failed(Instant.parse("2026-01-02T03:04:05Z")));
    }

    @Test
    void aJobStaysUntilItsPodsAreGone() throws InterruptedException {
        jobs.create(JobTemplateTest.consent(), BATCH);
        Seen job = jobs.all().getFirst();

        jobs.delete(job);

        RecordedRequest last = Objects.requireNonNull(server.getLastRequest());
        assertThat(last.getMethod()).isEqualTo("DELETE");
        assertThat(last.getUtf8Body()).contains("\"propagationPolicy\":\"Foreground\"");
        assertThat(jobs.all()).isEmpty();
    }

    /** The chart's Role grants these and nothing else, in the namespace that the template names. */
    @Test
    void createListAndDeleteAreAllTheRightsItNeeds() throws InterruptedException {
        jobs.create(JobTemplateTest.consent(), BATCH);
        jobs.all().forEach(jobs::delete);

        for (int left = server.getRequestCount(); left > 0; left--) {
            RecordedRequest request = server.takeRequest();
            assertThat(request.getPath()).startsWith("/apis/batch/v1/namespaces/rapport-jobs/jobs");
            boolean ofOne = request.getPath().contains("/jobs/");
            assertThat(request.getMethod() + (ofOne ? " one" : "")).isIn("POST", "GET", "DELETE one");
        }
    }

    @Test
    void aTemplateThatIsNotThereIsNamed() {
        ClusterJobs without = new ClusterJobs(client, Path.of("/etc/rapport/none.yaml"));

        assertThatThrownBy(without::all).hasMessageContaining("/etc/rapport/none.yaml");
    }

    private State state() {
        return jobs.all().getFirst().state();
    }

    private void status(String condition, String is) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace("rapport-jobs")
                .withName(jobs.all().getFirst().name())
                .editStatus(job -> new JobBuilder(job)
                        .withNewStatus()
                        .addNewCondition()
                        .withType(condition)
                        .withStatus(is)
                        .withLastTransitionTime("2026-01-02T03:04:05Z")
                        .endCondition()
                        .endStatus()
                        .build());
    }
}
