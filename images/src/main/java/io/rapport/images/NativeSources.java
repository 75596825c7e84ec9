package io.rapport.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Quarkus wrote for {@code native-image}: the application's jar, its libraries and the arguments. A class or a file that
 * is used by its name only, and is not registered, is missing from the executable; that is looked for here, since no
 * executable is built on this machine.
 *
 * @param folder such as {@code purge-service/target/native-sources}
 */
record NativeSources(Path folder) {

    /** What libraries look for with ServiceLoader and Quarkus registers nothing for. */
    static final List<String> LOOKED_FOR = List.of(
            "com.azure.core.http.HttpClientProvider", "io.opentelemetry.exporter.internal.http.HttpSenderProvider");

    /** Files that are read while it is built, when Quarkus starts the application too: the executable asks for none of them. */
    private static final Pattern ONLY_BUILT_WITH = Pattern.compile(
            "META-INF/(maven/.*|native-image/.*|quarkus.*|services/io\\.quarkus\\.arc\\..*|MANIFEST\\.MF|jandex\\.idx|beans\\.xml|microprofile-config\\.properties)"
                    + "|application\\.properties|.*\\.proto");

    private static final String CONFIGURATION = "META-INF/native-image/";
    private static final JsonMapper JSON = new JsonMapper();

    /** Looks at the sources of the four services: {@code ./rapport native-sources}, once they are built. */
    public static void main(String[] arguments) {
        Path root =
                Path.of(System.getProperty("rapport.root", "")).toAbsolutePath().normalize();
        boolean whole = true;
        for (String service : Images.SERVICES) {
            Path folder = root.resolve(service).resolve("target/native-sources");
            List<String> missing = new NativeSources(folder).missing();
            missing.forEach(one -> System.err.println(service + ": " + one));
            whole &= missing.isEmpty();
            System.out.printf("%-18s %s%n", service, root.relativize(folder));
        }
        if (!whole) {
            System.exit(1);
        }
    }

    /** A sentence for each thing that an executable made of these sources would lack, or should not have. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        try (JarFile application = new JarFile(runner().toFile())) {
            Set<String> reflected = new TreeSet<>();
            configuration(application, "reflect-config.json")
                    .forEach(type -> reflected.add(type.path("name").asText()));
            List<Pattern> included = new ArrayList<>();
            configuration(application, "resource-config.json")
                    .at("/resources/includes")
                    .forEach(one ->
                            included.add(Pattern.compile(one.path("pattern").asText())));
            if (reflected.isEmpty() || included.isEmpty()) {
                missing.add("nothing is registered in " + CONFIGURATION + ".");
            }

            List<Path> jars = libraries();
            ourFiles(application).forEach(file -> needFile(file, included, missing));
            for (Path jar : jars) {
                try (JarFile library = new JarFile(jar.toFile())) {
                    if (jar.getFileName().toString().startsWith("io.rapport.")) {
                        ourFiles(library).forEach(file -> needFile(file, included, missing));
                    }
                    for (String service : LOOKED_FOR) {
                        needProviders(library, service, included, reflected, missing);
                    }
                }
            }
            if (Files.readString(folder.resolve("native-image.args")).contains("heapdump")) {
                missing.add("heap dumps are built in, and unwrapped keys live in memory.");
            }
            return missing;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " could not be read", e);
        }
    }

    private Path runner() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(folder + " holds no application."));
        }
    }

    private List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> ourFiles(JarFile jar) {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(JarEntry::getName)
                .filter(name -> !name.endsWith(".class")
                        && !ONLY_BUILT_WITH.matcher(name).matches());
    }

    private static void needFile(String file, List<Pattern> included, List<String> missing) {
        if (included.stream().noneMatch(pattern -> pattern.matcher(file).matches())) {
            missing.add("the file " + file + " is not registered.");
        }
    }

    private static void needProviders(
            JarFile library, String service, List<Pattern> included, Set<String> reflected, List<String> missing)
            throws IOException {
        String file = "META-INF/services/" + service;
        JarEntry entry = library.getJarEntry(file);
        if (entry == null) {
            return;
        }
        needFile(file, included, missing);
        text(library, entry)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(provider -> !provider.isEmpty() && !reflected.contains(provider))
                .forEach(provider -> missing.add("the class " + provider + " is not registered."));
    }

    private static JsonNode configuration(JarFile application, String name) throws IOException {
        JarEntry entry = application.getJarEntry(CONFIGURATION + name);
        return entry == null ? JSON.createObjectNode() : JSON.readTree(text(application, entry));
    }

    private static String text(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
