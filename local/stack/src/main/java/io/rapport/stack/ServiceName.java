package io.rapport.stack;

import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The four services: folder, database and database role all carry the same name. Each owns some of the pages, {@code /*}
 * at the end of a path standing for the path and all below it.
 */
public enum ServiceName {
    CONSENT(
            "consent-service",
            8081,
            "/",
            "/signed-in/*",
            "/sign-out/*",
            "/settings/*",
            "/history/*",
            "/people/*",
            "/privacy/*",
            "/rapport/*",
            "/webjars/*",
            "/_static/*",
            "/operations"),
    INGESTION("ingestion-service", 8082, "/progress/*"),
    INSIGHTS("insights-service", 8083, "/contacts/*", "/companies/*", "/pipeline/*", "/introductions/*", "/known/*"),
    PURGE("purge-service", 8084, "/deletion/*");

    private static final String BELOW = "/*";

    private final String folder;
    private final int defaultPort;
    private final List<String> pages;

    ServiceName(String folder, int defaultPort, String... pages) {
        this.folder = folder;
        this.defaultPort = defaultPort;
        this.pages = Stream.concat(Stream.of(pages), Stream.of("/operations/" + folder + BELOW))
                .toList();
    }

    /** @throws IllegalArgumentException if no service has this name */
    public static ServiceName of(String name) {
        return Arrays.stream(values())
                .filter(service -> service.folder.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no service '" + name + "'."));
    }

    /**
     * The service that owns a page: the one with the longest path that matches; empty if none does, as for REST.
     *
     * @param path of the request, as it was sent
     */
    public static Optional<ServiceName> ofPage(String path) {
        if (isDisguised(path)) {
            return Optional.empty();
        }
        record Match(ServiceName service, String page) {}
        return Arrays.stream(values())
                .flatMap(service -> service.pages.stream()
                        .filter(page -> matches(page, path))
                        .map(page -> new Match(service, page)))
                .max(Comparator.comparingInt(match -> match.page.length()))
                .map(Match::service);
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

    private static boolean matches(String page, String path) {
        if (!page.endsWith(BELOW)) {
            return path.equals(page);
        }
        String root = page.substring(0, page.length() - BELOW.length());
        return path.equals(root) || path.startsWith(root + "/");
    }

    /** A service would take dots and double slashes out of the path and might answer for another one. */
    private static boolean isDisguised(String path) {
        try {
            List<String> segments = List.of(URI.create(path).getPath().split("/", -1));
            return segments.contains("..") || segments.contains(".") || path.contains("//");
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
