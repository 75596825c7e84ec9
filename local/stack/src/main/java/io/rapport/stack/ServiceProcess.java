package io.rapport.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A packaged service running as a process of its own. Its configuration goes in by environment, where no one sees it. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ServiceName service;
    private final Process process;
    private final URI url;
    private final Path log;
    private final Thread hook;

    private ServiceProcess(ServiceName service, Process process, URI url, Path log) {
        this.service = service;
        this.process = process;
        this.url = url;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly);
    }

    /**
     * Starts a service and waits until {@code /q/health/ready} says yes. The service ends with this JVM.
     *
     * @param config as {@link Endpoints#configFor} makes it
     * @throws IllegalStateException if the service is not packaged, ends, or is not ready in three minutes
     */
    public static ServiceProcess start(ServiceName service, Map<String, String> config, StackDirectory directory) {
        ServiceProcess started = launch(service, config, directory);
        Runtime.getRuntime().addShutdownHook(started.hook);
        try {
            started.awaitReady();
            return started;
        } catch (RuntimeException e) {
            started.kill();
            throw e;
        }
    }

    /**
     * Starts a service without waiting; whoever does must see to its end. Its output is appended to its log.
     *
     * @param arguments a command of the service; without one it serves
     */
    public static ServiceProcess launch(
            ServiceName service, Map<String, String> config, StackDirectory directory, String... arguments) {
        Path jar = Checkout.root().resolve(service.folder()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(service.folder() + " is not packaged: " + jar + " is missing.");
        }
        Path log = directory.log(service.folder());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(service.jvmOptions());
        // Protocol buffers read memory by it; without the flag the JDK checks and warns on every access.
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add(directory.mark());
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        config.forEach((name, value) -> builder.environment().put(environmentName(name), value));
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            URI url = URI.create("http://127.0.0.1:" + config.get("quarkus.http.port"));
            return new ServiceProcess(service, builder.start(), url, log);
        } catch (IOException e) {
            throw new UncheckedIOException(service.folder() + " could not be started", e);
        }
    }

    /** Waits until the service is ready. */
    public void awaitReady() {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!isReady()) {
            if (ended(250)) {
                throw new IllegalStateException(service.folder() + " ended with code " + process.exitValue()
                        + " while starting; the end of " + log + ":\n" + tail());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        service.folder() + " was not ready after three minutes; the end of " + log + ":\n" + tail());
            }
        }
    }

    public ServiceName service() {
        return service;
    }

    public URI url() {
        return url;
    }

    public Process process() {
        return process;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Path log() {
        return log;
    }

    /** Asks {@code /q/health/ready} once. */
    public boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A crash: kill -9, and waits until the process is gone. */
    public void kill() {
        process.destroyForcibly();
        ended(STOP_PATIENCE.toMillis());
        forget();
    }

    /** An orderly stop; a crash if it takes longer than a minute. */
    @Override
    public void close() {
        process.destroy();
        if (!ended(STOP_PATIENCE.toMillis())) {
            process.destroyForcibly();
            ended(STOP_PATIENCE.toMillis());
        }
        forget();
    }

    private boolean ended(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down already: the hook has run or will.
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "(no log)";
        }
    }

    /** MicroProfile Config's rule for environment variables. */
    static String environmentName(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
