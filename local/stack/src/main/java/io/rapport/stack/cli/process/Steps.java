package io.rapport.stack.cli.process;

import io.rapport.stack.cli.screen.Board;
import io.rapport.stack.cli.screen.Screen;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** Work done side by side, each piece a row of a board. */
final class Steps implements AutoCloseable {

    private final Board board;
    private final BooleanSupplier stopping;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param stopping true once everything is being stopped: what fails then is no failure */
    Steps(Screen screen, BooleanSupplier stopping) {
        this.board = screen.board();
        this.stopping = stopping;
    }

    /** Shows the row at once; the work begins with {@link #together}. */
    Runnable step(String name, Runnable work) {
        Board.Row row = board.row(name);
        return () -> {
            try {
                work.run();
                row.done();
            } catch (RuntimeException e) {
                if (!stopping.getAsBoolean()) {
                    row.fail("did not start");
                }
                throw e;
            }
        };
    }

    /** Waits for all, then throws what the first failed one threw. */
    void together(Runnable... steps) {
        List<CompletableFuture<Void>> all = Arrays.stream(steps)
                .map(step -> CompletableFuture.runAsync(step, threads))
                .toList();
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        threads.close();
        board.close();
    }
}
