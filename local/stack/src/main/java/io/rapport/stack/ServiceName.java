package io.rapport.stack;

import java.util.Arrays;
import java.util.List;

/** The four services: folder, database and database role all carry the same name. */
public enum ServiceName {
    CONSENT("consent-service", 8081),
    INGESTION("ingestion-service", 8082),
    INSIGHTS("insights-service", 8083),
    PURGE("purge-service", 8084);

    private final String folder;
    private final int defaultPort;

    ServiceName(String folder, int defaultPort) {
        this.folder = folder;
        this.defaultPort = defaultPort;
    }

    /** @throws IllegalArgumentException if no service has this name */
    public static ServiceName of(String name) {
        return Arrays.stream(values())
                .filter(service -> service.folder.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no service '" + name + "'."));
    }

    /** Maven module and top-level folder. */
    public String folder() {
        return folder;
    }

    /** Database and its owner's role. */
    public String database() {
        return folder;
    }

    /** Port outside the local stack. */
    public int defaultPort() {
        return defaultPort;
    }

    /**
     * Heap and compiler for a small machine: services that mostly wait start in half the time with the first compiler
     * only; ingestion and insights work through millions of messages and rows and need the second.
     */
    List<String> jvmOptions() {
        List<String> small = List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
        return this == INGESTION || this == INSIGHTS
                ? small
                : List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1");
    }
}
