package io.rapport.stack.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Rows under work. On a terminal the block is redrawn in place ten times a second; elsewhere a row is printed once, when
 * it is finished. Close it before printing anything else.
 */
public final class Board implements AutoCloseable {

    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final long FRAME_MILLIS = 100;

    private final Screen screen;
    private final List<Row> rows = new ArrayList<>();
    private final Thread painter;
    private int drawn;
    private int frame;
    private boolean closed;

    Board(Screen screen) {
        this.screen = screen;
        this.painter = Thread.ofVirtual().unstarted(this::paint);
        if (screen.live()) {
            painter.start();
        }
    }

    /** One thing that is under work. */
    public final class Row {

        private final long began = System.nanoTime();
        private final String name;
        private String text = "";
        private State state = State.WORKING;

        private Row(String name) {
            this.name = name;
        }

        /** What stands beside the name while it works. */
        public void show(String progress) {
            synchronized (Board.this) {
                if (state == State.WORKING) {
                    text = progress;
                }
            }
        }

        /** Finished, with the time it took. */
        public void done() {
            done(String.format("%.1f s", (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1)));
        }

        public void done(String result) {
            end(State.DONE, result);
        }

        public void fail(String why) {
            end(State.FAILED, why);
        }

        private void end(State end, String result) {
            synchronized (Board.this) {
                if (state != State.WORKING) {
                    return;
                }
                state = end;
                text = result;
                if (!screen.live()) {
                    screen.line(draw());
                }
            }
        }

        private String draw() {
            String sign = switch (state) {
                case WORKING -> SPINNER[frame % SPINNER.length];
                case DONE -> screen.green("✓");
                case FAILED -> screen.red("✗");
            };
            return "  " + sign + " " + screen.fit("    " + name + "  " + text).substring(4);
        }
    }

    private enum State {
        WORKING,
        DONE,
        FAILED
    }

    public synchronized Row row(String name) {
        Row row = new Row(name);
        rows.add(row);
        return row;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (screen.live()) {
                redraw();
            }
        }
        painter.interrupt();
    }

    private void paint() {
        try {
            while (true) {
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    redraw();
                    frame++;
                }
                TimeUnit.MILLISECONDS.sleep(FRAME_MILLIS);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void redraw() {
        StringBuilder block = new StringBuilder();
        if (drawn > 0) {
            block.append("\u001b[").append(drawn).append('A');
        }
        for (Row row : rows) {
            block.append("\r\u001b[2K").append(row.draw()).append('\n');
        }
        drawn = rows.size();
        screen.raw(block.toString());
    }
}
