package io.rapport.stack.cli.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rapport.stack.Endpoints;
import io.rapport.stack.PlatformClock;
import io.rapport.stack.Secrets;
import io.rapport.stack.ServiceName;
import io.rapport.stack.StackDirectory;
import io.rapport.stack.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A stack that some launcher keeps running, as other commands find it: by its {@code stack.json}. */
public record RunningStack(long launcher, StackDirectory directory, Endpoints endpoints) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Path file(Path root) {
        return root.resolve("stack.json");
    }

    /**
     * @param base the directory that holds {@code up} and {@code demo}
     * @throws Failure if no stack runs there, or two do and {@code which} does not choose one
     */
    public static RunningStack find(Path base) {
        List<RunningStack> running = Stream.of(base.resolve("up"), base.resolve("demo"))
                .map(RunningStack::read)
                .flatMap(Optional::stream)
                .toList();
        if (running.isEmpty()) {
            throw new Failure("No stack is running in " + base + "; start one with ./rapport up.");
        }
        return running.getFirst();
    }

    public Secrets secrets() {
        return Secrets.of(directory);
    }

    public Tokens tokens() {
        return new Tokens(endpoints.issuerUrl(), secrets().clientSecret());
    }

    public PlatformClock clock() {
        return new PlatformClock(directory.clock());
    }

    void write() {
        ObjectNode json = JSON.createObjectNode();
        json.put("launcher", launcher);
        ObjectNode ports = json.putObject("ports");
        ports.put("postgres", endpoints.postgres());
        ports.put("kafka", endpoints.kafka());
        ports.put("kafkaController", endpoints.kafkaController());
        ports.put("issuer", endpoints.issuer());
        ports.put("graph", endpoints.graph());
        ports.put("pages", endpoints.pages());
        endpoints.services().forEach((service, port) -> ports.put(service.folder(), port));
        try {
            Files.writeString(
                    file(directory.root()),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<RunningStack> read(Path root) {
        if (!Files.exists(file(root))) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(file(root).toFile());
            long launcher = json.path("launcher").asLong();
            if (!ProcessHandle.of(launcher).map(ProcessHandle::isAlive).orElse(false)) {
                return Optional.empty();
            }
            JsonNode ports = json.path("ports");
            Map<ServiceName, Integer> services = new EnumMap<>(ServiceName.class);
            for (ServiceName service : ServiceName.values()) {
                services.put(service, ports.path(service.folder()).asInt());
            }
            Endpoints endpoints = new Endpoints(
                    ports.path("postgres").asInt(),
                    ports.path("kafka").asInt(),
                    ports.path("kafkaController").asInt(),
                    ports.path("issuer").asInt(),
                    ports.path("graph").asInt(),
                    ports.path("pages").asInt(),
                    services);
            return Optional.of(new RunningStack(launcher, new StackDirectory(root), endpoints));
        } catch (IOException e) {
            throw new Failure(file(root) + " cannot be read.", e);
        }
    }
}
