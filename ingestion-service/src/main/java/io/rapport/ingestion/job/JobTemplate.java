package io.rapport.ingestion.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.rapport.contracts.audit.Sha256;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.TenantId;
import java.util.Map;
import java.util.Objects;

/**
 * A Job as whoever runs the cluster wants it, with what no batch decides: image, resources, parallelism, deadline, exit
 * codes. Filled for one batch with the rest: name, labels, completions, and the batch's address in the environment.
 *
 * @param job an Indexed Job whose first container reads the shard
 */
record JobTemplate(Job job) {

    /** Marks the Jobs of an epoch. */
    static final String TE = "rapport.io/te";

    /** Number of the batch within its epoch. */
    static final String BATCH = "rapport.io/batch";

    /** A pod's host name is the Job's name with the index, and a label's value: 63 characters at most. */
    private static final int LONGEST = 63 - "-99999".length();

    private static final int HASH_DIGITS = 10;

    /** @throws IllegalArgumentException if it is no Indexed Job with a container */
    JobTemplate {
        if (job.getSpec() == null
                || !"Indexed".equals(job.getSpec().getCompletionMode())
                || job.getSpec().getTemplate().getSpec().getContainers().isEmpty()) {
            throw new IllegalArgumentException(
                    "The template of batches must be a Job with completionMode Indexed" + " and a container.");
        }
    }

    Job fill(ConsentState consent, int number, int shards) {
        Map<String, String> labels = Map.of(TE, consent.te().toString(), BATCH, Integer.toString(number));
        int parallelism = Objects.requireNonNullElse(job.getSpec().getParallelism(), 1);
        return new JobBuilder(job)
                .editMetadata()
                .withName(name(job.getMetadata().getName(), consent.tenant(), consent.epoch(), number))
                .addToLabels(labels)
                .endMetadata()
                .editSpec()
                .withCompletions(shards)
                .withParallelism(Math.min(parallelism, shards))
                .editTemplate()
                .editOrNewMetadata()
                .addToLabels(labels)
                .endMetadata()
                .editSpec()
                .editFirstContainer()
                .addNewEnv()
                .withName("RAPPORT_BATCH_TENANT")
                .withValue(consent.tenant().toString())
                .endEnv()
                .addNewEnv()
                .withName("RAPPORT_BATCH_EPOCH")
                .withValue(Integer.toString(consent.epoch()))
                .endEnv()
                .addNewEnv()
                .withName("RAPPORT_BATCH_NUMBER")
                .withValue(Integer.toString(number))
                .endEnv()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** The same for the same batch, always: that is what makes creating it idempotent. The tenant is not to be read off. */
    static String name(String prefix, TenantId tenant, int epoch, int number) {
        String batch = "-" + hash(tenant) + "-" + epoch + "-" + number;
        String room = prefix.substring(0, Math.min(prefix.length(), LONGEST - batch.length()));
        return room.replaceAll("-+$", "") + batch;
    }

    private static String hash(TenantId tenant) {
        return Sha256.hex(tenant.toString()).substring(0, HASH_DIGITS);
    }
}
