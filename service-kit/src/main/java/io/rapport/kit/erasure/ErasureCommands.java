package io.rapport.kit.erasure;

import io.rapport.contracts.Topics;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.kit.outbox.CloudEvents;
import io.rapport.kit.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Takes commands from Kafka and sends receipts back by the outbox. A step that fails is ordered again by purge-service. */
@Singleton
public class ErasureCommands {

    private static final Logger LOG = Logger.getLogger(ErasureCommands.class);

    private final Erasure erasure;
    private final CloudEvents events;
    private final Outbox outbox;
    private final Pool pool;

    ErasureCommands(Erasure erasure, CloudEvents events, Outbox outbox, Pool pool) {
        this.erasure = erasure;
        this.events = events;
        this.outbox = outbox;
        this.pool = pool;
    }

    @Incoming("purge-commands")
    Uni<Void> take(byte[] event) {
        return events.handleAsync(event, PurgeCommand.class, this::carryOut);
    }

    private Uni<Void> carryOut(PurgeCommand command) {
        if (!erasure.isAddressed(command)) {
            return Uni.createFrom().voidItem();
        }
        return erasure.carryOut(command)
                .flatMap(receipt -> outbox.add(pool, Topics.PURGE_RECEIPTS, command.deletionCase(), receipt))
                .onFailure()
                .invoke(e -> LOG.errorf(e, "Step %s of case %s failed", command.step(), command.deletionCase()))
                .onFailure()
                .recoverWithNull();
    }
}
