package io.rapport.stack.cli.process;

import io.rapport.stack.Endpoints;
import io.rapport.stack.cli.screen.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** A stack for as long as this launcher lives: it ends with a signal, with a crash of a part, and with the script. */
public final class Session implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(500);

    private static volatile boolean ending;

    private final StackHome home;
    private final LocalStack stack;

    private Session(StackHome home, LocalStack stack) {
        this.home = home;
        this.stack = stack;
    }

    /**
     * Takes the directory and starts the stack.
     *
     * @param fresh without what was kept
     * @param services false starts only the parts around the services
     */
    public static Session start(
            Path directory,
            boolean fresh,
            OptionalInt basePort,
            SimulatorSettings mail,
            boolean services,
            Screen screen) {
        StackHome home = StackHome.open(directory, fresh);
        Endpoints endpoints = basePort.isPresent() ? Endpoints.from(basePort.getAsInt()) : Endpoints.free();
        OptionalInt taken = endpoints.taken();
        if (taken.isPresent()) {
            home.close();
            throw new Failure("Port " + taken.getAsInt() + " is taken; choose another --base-port.");
        }
        LocalStack stack = LocalStack.prepare(home, endpoints);
        Session session = new Session(home, stack);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            ending = true;
                            stack.close();
                        },
                        "stop"));
        ProcessHandle.current().parent().ifPresent(Session::endWith);
        try {
            stack.start(mail, services, screen);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
        stack.onCrash(sentence -> {
            System.err.println(sentence);
            System.exit(1);
        });
        return session;
    }

    /** True once the JVM ends: what fails now fails because everything is being stopped. */
    public static boolean isEnding() {
        return ending;
    }

    public RunningStack running() {
        return stack.running();
    }

    /** The data is worth keeping between runs from now on. */
    public void keepData() {
        home.markComplete();
    }

    /** Returns never: a signal or a crash ends the JVM. */
    public void stay() {
        try {
            Thread.sleep(Duration.ofDays(10_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stack.close();
    }

    private static void endWith(ProcessHandle script) {
        Thread.ofPlatform().daemon().name("script-watch").start(() -> {
            while (script.isAlive()) {
                try {
                    Thread.sleep(LOOK);
                } catch (InterruptedException e) {
                    return;
                }
            }
            System.exit(1);
        });
    }
}
