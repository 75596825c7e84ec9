package io.rapport.ingestion.job;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.ingestion.batch.Batches;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cluster's Jobs for batches, each seen as how far it is. Blocks. */
final class ClusterJobs {

    private final KubernetesClient kubernetes;
    private final Path template;

    /** @param template read afresh for each Job, so that a change holds for the next one */
    ClusterJobs(KubernetesClient kubernetes, Path template) {
        this.kubernetes = kubernetes;
        this.template = template;
    }

    /** A Job for a batch as the cluster tells of it. */
    record Seen(String name, Te te, int number, State state) {}

    /** How far a Job is. */
    sealed interface State {

        /** Its pods are to come, or at work. */
        record Active() implements State {}

        /** Every shard's pod ended with 0. */
        record Complete() implements State {}

        /** It was given up, for at least one shard. */
        record Failed(Instant since) implements State {}

        /** It goes, once its pods are gone. */
        record Leaving() implements State {}
    }

    List<Seen> all() {
        return jobs(template()).withLabel(JobTemplate.TE).list().getItems().stream()
                .map(ClusterJobs::seen)
                .toList();
    }

    /** @return whether it is new; one of the same name is the batch's already, made by whoever came first */
    boolean create(ConsentState consent, Batches.ForJob batch) {
        JobTemplate template = template();
        try {
            jobs(template)
                    .resource(template.fill(consent, batch.number(), batch.shards()))
                    .create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    /** The Job stays until its pods are gone. */
    void delete(Seen job) {
        jobs(template())
                .withName(job.name())
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
    }

    private JobTemplate template() {
        try (InputStream yaml = Files.newInputStream(template)) {
            return new JobTemplate(kubernetes.batch().v1().jobs().load(yaml).item());
        } catch (IOException e) {
            throw new IllegalStateException("The template of batches, " + template + ", cannot be read.", e);
        }
    }

    /** In the namespace that the template names, or else in our own. */
    private NonNamespaceOperation<Job, JobList, ScalableResource<Job>> jobs(JobTemplate template) {
        return kubernetes
                .batch()
                .v1()
                .jobs()
                .inNamespace(Optional.ofNullable(template.job().getMetadata().getNamespace())
                        .orElseGet(kubernetes::getNamespace));
    }

    private static Seen seen(Job job) {
        return new Seen(
                job.getMetadata().getName(),
                Te.of(label(job, JobTemplate.TE)),
                Integer.parseInt(label(job, JobTemplate.BATCH)),
                state(job));
    }

    private static State state(Job job) {
        if (job.getMetadata().getDeletionTimestamp() != null) {
            return new State.Leaving();
        }
        if (condition(job, "Complete") != null) {
            return new State.Complete();
        }
        JobCondition failed = condition(job, "Failed");
        return failed == null ? new State.Active() : new State.Failed(Instant.parse(failed.getLastTransitionTime()));
    }

    private static @Nullable JobCondition condition(Job job, String type) {
        return job.getStatus() == null
                ? null
                : job.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals(type)
                                && condition.getStatus().equals("True"))
                        .findFirst()
                        .orElse(null);
    }

    private static String label(Job job, String name) {
        return Objects.requireNonNull(job.getMetadata().getLabels().get(name), name);
    }
}
