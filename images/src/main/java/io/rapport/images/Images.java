package io.rapport.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Builds the images of the four packaged services: {@code ./rapport images}. */
public final class Images {

    static final List<String> SERVICES =
            List.of("consent-service", "ingestion-service", "insights-service", "purge-service");

    private Images() {}

    /** Writes {@code images/target/<service>.tar} and {@code .cdx.json} for each service and prints the digests. */
    public static void main(String[] arguments) {
        Path root =
                Path.of(System.getProperty("rapport.root", "")).toAbsolutePath().normalize();
        try {
            build(root);
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Writes what {@link #main} writes.
     *
     * @param root of the checkout
     * @throws IllegalStateException if a service is not packaged there
     */
    public static void build(Path root) {
        Path work = emptied(root.resolve("images/target/image"));
        JavaRuntime runtime = JavaRuntime.link(jdk(), work.resolve("java"));
        for (String service : SERVICES) {
            Path tarball = root.resolve("images/target").resolve(service + ".tar");
            ServiceImage image = of(root, service);
            StartupCache cache = StartupCache.record(runtime, image.packaged(), work.resolve(service));
            String digest = image.write(runtime, cache, licences(), work, tarball);
            System.out.printf("%-18s %s  %s%n", service, digest, root.relativize(tarball));
        }
    }

    /** The image of a service that is packaged in a checkout. */
    static ServiceImage of(Path root, String service) {
        Path packaged = root.resolve(service).resolve("target/quarkus-app");
        if (!Files.exists(packaged.resolve("quarkus-run.jar"))) {
            throw new IllegalStateException(service + " is not packaged: " + packaged + " holds no quarkus-run.jar.");
        }
        return new ServiceImage(service, packaged, labels(service));
    }

    /** The JDK that runs this is the one whose runtime goes into the images. */
    static Path jdk() {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new IllegalStateException(
                    "The images hold the building machine's Java runtime: build them on Linux.");
        }
        return Path.of(System.getProperty("java.home"));
    }

    /** Labels of the image specification. Revision and source only where whoever builds says them. */
    private static Map<String, String> labels(String service) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("org.opencontainers.image.title", service);
        labels.put(
                "org.opencontainers.image.description",
                "Rapport, consent-governed relationship intelligence: " + service);
        labels.put("org.opencontainers.image.licenses", "Apache-2.0");
        labels.put(ServiceImage.VERSION, version());
        for (String known : List.of("revision", "source")) {
            String value = System.getProperty("rapport." + known, "");
            if (!value.isBlank()) {
                labels.put("org.opencontainers.image." + known, value);
            }
        }
        return labels;
    }

    /** Of this build; the tag of what it writes. */
    public static String version() {
        return fromBuild("version");
    }

    /** Of the libraries in the local repository of the Maven that built this. */
    static Licences licences() {
        return new Licences(Path.of(fromBuild("repository")));
    }

    private static String fromBuild(String name) {
        Properties build = new Properties();
        try (InputStream in = Images.class.getResourceAsStream("build.properties")) {
            build.load(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty(name);
    }

    static Path emptied(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> below = Files.walk(folder)) {
                    for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
