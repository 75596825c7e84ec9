package io.rapport.ingestion.job;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.TenantId;
import io.rapport.ingestion.batch.Batches;
import io.rapport.ingestion.batch.EpochPlan;
import io.rapport.ingestion.batch.Share;
import io.rapport.ingestion.fetch.Halt;
import io.rapport.ingestion.worker.Lanes;
import io.rapport.ingestion.worker.Worker;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.gate.Gate;
import io.rapport.kit.problem.ErrorCode;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Reads the shard of a batch that the environment names, by the same lanes, claims and fences as the service itself. */
@Singleton
class ShardReader {

    private static final Logger LOG = Logger.getLogger(ShardReader.class);
    /** How long consent-service is waited for. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Optional<Address> address;
    private final Duration idle;
    private final ConsentGate gate;
    private final Batches batches;
    private final Lanes lanes;

    /** Where a pod finds its work; everything else stands in the database. */
    private record Address(TenantId tenant, int epoch, int number, int shard) {

        @Override
        public String toString() {
            return "shard %d of batch %d of epoch %d".formatted(shard, number, epoch);
        }
    }

    /**
     * @param shard set by Kubernetes in every pod of an Indexed Job
     * @param idle how long a pod waits while nothing of its shard can be had
     */
    ShardReader(
            @ConfigProperty(name = "rapport.batch.tenant") Optional<UUID> tenant,
            @ConfigProperty(name = "rapport.batch.epoch") Optional<Integer> epoch,
            @ConfigProperty(name = "rapport.batch.number") Optional<Integer> number,
            @ConfigProperty(name = "job.completion.index") Optional<Integer> shard,
            @ConfigProperty(name = "rapport.batch.idle", defaultValue = "2m") Duration idle,
            ConsentGate gate,
            Batches batches,
            Lanes lanes) {
        this.address = tenant.flatMap(id -> epoch.flatMap(e ->
                number.flatMap(n -> shard.map(index -> new Address(new TenantId(id), e, n, index)))));
        this.idle = idle;
        this.gate = gate;
        this.batches = batches;
        this.lanes = lanes;
    }

    /** Blocks until the shard is read, or cannot be. */
    Ending read() {
        if (address.isEmpty()) {
            LOG.error("read-batch needs RAPPORT_BATCH_TENANT, RAPPORT_BATCH_EPOCH, RAPPORT_BATCH_NUMBER and"
                    + " JOB_COMPLETION_INDEX, as a Job sets them.");
            return Ending.HOPELESS;
        }
        Ending ending = read(address.get());
        LOG.infof("Reading %s ended: %s", address.get(), ending);
        return ending;
    }

    private Ending read(Address shard) {
        if (!everythingIsKnown()) {
            return Ending.AGAIN;
        }
        return switch (gate.of(shard.tenant)) {
            case Gate.Open(ConsentState consent) when consent.epoch() == shard.epoch -> read(shard, consent);
            case Gate.Open open -> Ending.WITHDRAWN;
            case Gate.Closed(ErrorCode reason) -> reason == ErrorCode.NO_CONSENT ? Ending.WITHDRAWN : Ending.AGAIN;
        };
    }

    private Ending read(Address shard, ConsentState consent) {
        try {
            OptionalInt shards =
                    batches.shards(consent.te(), shard.number).await().indefinitely();
            if (shards.isEmpty() || shard.shard >= shards.getAsInt()) {
                LOG.errorf("There is no %s", shard);
                return Ending.HOPELESS;
            }
            return read(consent, Share.shard(shard.number, shard.shard));
        } catch (Halt.GateClosed closed) {
            return withdrawn(consent) ? Ending.WITHDRAWN : Ending.AGAIN;
        } catch (Halt.StopTenant stop) {
            batches.mark(consent.te(), EpochPlan.State.STOPPED, stop.reason())
                    .await()
                    .indefinitely();
            return Ending.HOPELESS;
        } catch (Halt halt) {
            LOG.warnf("%s has to wait: %s", shard, halt.reason());
            return Ending.AGAIN;
        } catch (RuntimeException e) {
            LOG.errorf(e, "Reading %s broke off", shard);
            return Ending.AGAIN;
        }
    }

    private Ending read(ConsentState consent, Share share) {
        Worker.Run run = null;
        long lastWorked = System.nanoTime();
        while (batches.anyOpen(consent.te(), share).await().indefinitely()) {
            run = run == null ? lanes.prepare(consent) : run;
            if (lanes.workOff(run, share)) {
                lastWorked = System.nanoTime();
            } else if (System.nanoTime() - lastWorked > idle.toNanos()) {
                return Ending.THROTTLED;
            }
            Lanes.pause(LOOK_AGAIN);
        }
        return Ending.DONE;
    }

    /** A pod begins with nothing: what it does not know yet it must not take for withdrawn. */
    private boolean everythingIsKnown() {
        long started = System.nanoTime();
        while (!gate.heardSince(started)) {
            if (System.nanoTime() - started > PATIENCE.toNanos()) {
                LOG.warn("consent-service has not been heard");
                return false;
            }
            Lanes.pause(LOOK_AGAIN);
        }
        return true;
    }

    private boolean withdrawn(ConsentState consent) {
        return gate.epoch(consent.te())
                .filter(known -> known.phase() == ConsentState.Phase.WITHDRAWN)
                .isPresent();
    }
}
