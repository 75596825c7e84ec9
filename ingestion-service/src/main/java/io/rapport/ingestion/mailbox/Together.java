package io.rapport.ingestion.mailbox;

import io.rapport.ingestion.fetch.Halt;
import io.rapport.ingestion.fetch.Permit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/** Does the pieces of one mailbox's work at the same time; how many of their requests are, the mailbox's limits decide. */
final class Together {

    private Together() {}

    /**
     * @param one does a piece, with a permit that is refused once another piece has failed
     * @return the sum over all pieces
     * @throws RuntimeException the first failure, after every piece has ended
     */
    static <T> long sum(List<T> pieces, Permit permit, ToLongBiFunction<T, Permit> one) {
        if (pieces.size() == 1) {
            return one.applyAsLong(pieces.getFirst(), permit);
        }
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        Permit together = permit.and(() -> {
            RuntimeException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> running = pieces.stream()
                    .map(piece -> threads.submit(() -> {
                        try {
                            return one.applyAsLong(piece, together);
                        } catch (RuntimeException e) {
                            failure.compareAndSet(null, e);
                            throw e;
                        }
                    }))
                    .toList();
            long sum = 0;
            for (Future<Long> piece : running) {
                sum += piece.get();
            }
            return sum;
        } catch (ExecutionException e) {
            RuntimeException first = failure.get();
            throw first != null ? first : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Halt.GateClosed();
        }
    }
}
