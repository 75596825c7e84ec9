package io.rapport.purge.deletion;

import io.rapport.contracts.purge.PurgeReceipt;
import io.rapport.kit.outbox.CloudEvents;
import io.rapport.purge.holder.Orders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Takes what owners answer by Kafka, and has the case looked at again at once. */
@Singleton
class Receipts {

    private static final Logger LOG = Logger.getLogger(Receipts.class);

    private final CloudEvents events;
    private final Orders orders;
    private final Driver driver;

    Receipts(CloudEvents events, Orders orders, Driver driver) {
        this.events = events;
        this.orders = orders;
        this.driver = driver;
    }

    @Incoming("purge-receipts")
    Uni<Void> receive(byte[] event) {
        return events.handleAsync(event, PurgeReceipt.class, this::take)
                .onFailure()
                .invoke(e -> LOG.errorf(e, "A receipt was not taken; its step will be ordered again"))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> take(PurgeReceipt receipt) {
        return orders.take(receipt).invoke(() -> driver.soon(receipt.deletionCase()));
    }
}
