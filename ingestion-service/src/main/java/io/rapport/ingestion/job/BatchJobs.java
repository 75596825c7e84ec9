package io.rapport.ingestion.job;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.scheduler.Scheduled;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.consent.ConsentState.Phase;
import io.rapport.contracts.ids.Te;
import io.rapport.ingestion.batch.Batches;
import io.rapport.ingestion.job.ClusterJobs.Seen;
import io.rapport.ingestion.job.ClusterJobs.State;
import io.rapport.kit.gate.ConsentGate;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Brings the cluster's Jobs in line with the plan, again and again: one Job for each batch that is cut into shards, the
 * newest batch first, and none for an epoch that was withdrawn. Nothing is remembered between two looks, so a restart, or
 * a second replica, changes nothing.
 */
@Singleton
class BatchJobs {

    private static final Logger LOG = Logger.getLogger(BatchJobs.class);
    /** How long a Job that failed is left to be looked at before it is made anew. */
    private static final Duration REST = Duration.ofMinutes(5);

    private final Optional<ClusterJobs> cluster;
    private final Batches batches;
    private final ConsentGate gate;
    private final Clock clock;
    private final int atATime;

    /**
     * @param template file with the Job to be filled; without one there are no Jobs
     * @param atATime batches of one tenant that have a Job at the same time
     */
    @Inject
    BatchJobs(
            @ConfigProperty(name = "rapport.jobs.template") Optional<Path> template,
            @ConfigProperty(name = "rapport.jobs.at-a-time", defaultValue = "3") int atATime,
            Instance<KubernetesClient> kubernetes,
            Batches batches,
            ConsentGate gate,
            Clock clock) {
        this.cluster = template.map(file -> new ClusterJobs(kubernetes.get(), file));
        this.atATime = atATime;
        this.batches = batches;
        this.gate = gate;
        this.clock = clock;
    }

    @Scheduled(
            every = "${rapport.jobs.runs}",
            identity = "jobs",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void look() {
        try {
            cluster.ifPresent(this::look);
        } catch (RuntimeException e) {
            // Of the cluster, the database or the template: whatever it is, it is looked at again.
            LOG.warnf("Jobs wait: %s", e.getMessage());
        }
    }

    private void look(ClusterJobs jobs) {
        Map<Te, List<Seen>> byEpoch = jobs.all().stream().collect(Collectors.groupingBy(Seen::te));
        for (ConsentState consent : gate.epochs()) {
            List<Seen> ofEpoch = byEpoch.getOrDefault(consent.te(), List.of());
            if (consent.phase() == Phase.WITHDRAWN) {
                ofEpoch.stream()
                        .filter(job -> !(job.state() instanceof State.Leaving))
                        .forEach(jobs::delete);
            } else if (gate.reads(consent.te())) {
                look(jobs, consent, ofEpoch);
            }
        }
    }

    private void look(ClusterJobs jobs, ConsentState consent, List<Seen> ofEpoch) {
        Map<Integer, Seen> byBatch = ofEpoch.stream().collect(Collectors.toMap(Seen::number, job -> job));
        long active = ofEpoch.stream()
                .filter(job -> job.state() instanceof State.Active)
                .count();
        for (Batches.ForJob batch : batches.forJobs(consent.te()).await().indefinitely()) {
            Seen job = byBatch.get(batch.number());
            if (job != null) {
                follow(jobs, job);
            } else if (!batch.open()) {
                batches.jobEnded(consent.te(), batch.number()).await().indefinitely();
            } else if (active < atATime) {
                create(jobs, consent, batch);
                active++;
            }
        }
    }

    private void create(ClusterJobs jobs, ConsentState consent, Batches.ForJob batch) {
        boolean made = jobs.create(consent, batch);
        LOG.infof(
                "Batch %d of epoch %s has a Job, %s, for its %d shards",
                batch.number(), consent.te(), made ? "a new one" : "made before", batch.shards());
    }

    private void follow(ClusterJobs jobs, Seen job) {
        switch (job.state()) {
            case State.Complete done ->
                batches.jobEnded(job.te(), job.number()).await().indefinitely();
            case State.Failed(var since)
            when clock.instant().isAfter(since.plus(REST)) -> {
                LOG.warnf("The Job of batch %d of epoch %s failed and is made anew", job.number(), job.te());
                jobs.delete(job);
            }
            case State.Failed failed -> {}
            case State.Active active -> {}
            case State.Leaving leaving -> {}
        }
    }
}
