package io.rapport.insights.interaction;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Takes folded units from Kafka, batch after batch. What cannot be written now is tried again until it can. */
@ApplicationScoped
public class InteractionConsumer {

    private static final Logger LOG = Logger.getLogger(InteractionConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final InteractionWriter writer;
    private final ExecutorService threads;
    private volatile boolean stopping;

    InteractionConsumer(InteractionWriter writer, @VirtualThreads ExecutorService threads) {
        this.writer = writer;
        this.threads = threads;
    }

    @Incoming("interactions")
    Uni<Void> take(ConsumerRecords<byte[], byte[]> records) {
        Batch batch = Batch.of(records, System.nanoTime());
        return Uni.createFrom()
                .voidItem()
                .emitOn(threads)
                .invoke(() -> writer.write(batch))
                .onFailure()
                .invoke(this::tell)
                .onFailure(e -> !stopping)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private void tell(Throwable e) {
        if (e instanceof InteractionWriter.NotNow) {
            LOG.debugf("Units wait: %s", e.getMessage());
        } else {
            LOG.warnf("Units wait: %s", e.getClass().getName());
        }
    }
}
