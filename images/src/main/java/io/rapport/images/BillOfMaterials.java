package io.rapport.images;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an image is made of, in CycloneDX: every file of the application, the Java runtime and the C library. It says where
 * in the image each lies, and neither when nor where it was built, so that the same input gives the same file.
 *
 * @param json the document
 */
record BillOfMaterials(ObjectNode json) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * A library that Quarkus packaged, as it names it: {@code io.netty:netty-common::jar:4.1.1}, a classifier between the
     * two colons.
     */
    private record Library(String group, String name, String classifier, String version) {

        static Library of(String line) {
            String[] parts = line.split(":", -1);
            if (parts.length != 5 || !parts[3].equals("jar")) {
                throw new IllegalStateException("Quarkus packaged '" + line + "', which is no jar of Maven's.");
            }
            return new Library(parts[0], parts[1], parts[2], parts[4]);
        }

        /** What Quarkus calls its file. */
        String file() {
            return group + "." + name + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
        }

        String purl() {
            return "pkg:maven/" + group + "/" + name + "@" + escaped(version) + "?"
                    + (classifier.isEmpty() ? "" : "classifier=" + classifier + "&") + "type=jar";
        }
    }

    /**
     * Of the image of one service.
     *
     * @param app where in the image the files of {@code packaged} lie
     * @param java where in the image the runtime lies
     */
    static BillOfMaterials of(ServiceImage image, String app, JavaRuntime runtime, String java, Licences licences)
            throws IOException {
        ObjectNode json = JSON.createObjectNode()
                .put("bomFormat", "CycloneDX")
                .put("specVersion", "1.6")
                .put("version", 1);
        json.putObject("metadata")
                .set(
                        "component",
                        component("container", image.name(), image.version()).put("bom-ref", image.name()));
        ArrayNode components = json.putArray("components");

        Map<String, Library> libraries = libraries(image.packaged());
        for (Path file : image.files()) {
            String path = image.packaged().relativize(file).toString();
            Library library = libraries.get(file.getFileName().toString());
            ObjectNode component = library == null
                    ? component("file", path, image.version())
                    : named(component("library", library.name(), library.version()), library.purl())
                            .put("group", library.group());
            if (library != null) {
                license(component, licences.of(library.group(), library.name(), library.version()));
            }
            components.add(at(hash(component, file), List.of(app + "/" + path)));
        }
        components.add(at(javaRuntime(), List.of(java)));
        JavaRuntime.SystemLibraries system = runtime.systemLibraries();
        components.add(at(cLibrary(), system.ofC().stream().map(Path::toString).toList()));
        Optional<Path> libDeflate = system.libDeflate();
        if (libDeflate.isPresent()) {
            components.add(libDeflate(libDeflate.get()));
        }
        return new BillOfMaterials(json);
    }

    /** Writes it and returns where. */
    Path write(Path file) throws IOException {
        return Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }

    /** By the names of their files; Quarkus lists them beside what it packages. */
    private static Map<String, Library> libraries(Path packaged) throws IOException {
        Map<String, Library> libraries = new TreeMap<>();
        try (Stream<String> lines = Files.lines(packaged.resolve(ServiceImage.ONLY_FOR_THE_BUILD))) {
            lines.filter(line -> !line.isBlank()).map(Library::of).forEach(one -> libraries.put(one.file(), one));
        }
        return libraries;
    }

    private static ObjectNode javaRuntime() {
        String version = Runtime.version().toString();
        String release = version.replaceFirst("\\+.*", "");
        ObjectNode component = named(
                        component("platform", "openjdk", version), "pkg:generic/openjdk@" + escaped(version))
                .put("publisher", System.getProperty("java.vendor"))
                .put("cpe", "cpe:2.3:a:oracle:openjdk:" + release + ":*:*:*:*:*:*:*");
        return license(component, List.of("GPL-2.0-only WITH Classpath-exception-2.0"));
    }

    /** The first line of {@code ldd --version} ends with the release and names the distribution's own number before it. */
    private static ObjectNode cLibrary() {
        String said = Command.run(Map.of("LC_ALL", "C"), List.of("ldd", "--version"))
                .lines()
                .findFirst()
                .orElseThrow();
        String version = said.substring(said.lastIndexOf(' ') + 1);
        ObjectNode component = named(component("library", "glibc", version), "pkg:generic/glibc@" + escaped(version))
                .put("description", said)
                .put("cpe", "cpe:2.3:a:gnu:glibc:" + version + ":*:*:*:*:*:*:*");
        return license(component, List.of("LGPL-2.1-or-later"));
    }

    /** It does not say its version, so its hash must do. */
    private static ObjectNode libDeflate(Path file) throws IOException {
        ObjectNode component = named(
                JSON.createObjectNode().put("type", "library").put("name", "libdeflate"), "pkg:generic/libdeflate");
        return at(license(hash(component, file), List.of("MIT")), List.of(file.toString()));
    }

    private static ObjectNode hash(ObjectNode component, Path file) throws IOException {
        component.putArray("hashes").addObject().put("alg", "SHA-256").put("content", sha256(file));
        return component;
    }

    private static ObjectNode component(String type, String name, String version) {
        return JSON.createObjectNode().put("type", type).put("name", name).put("version", version);
    }

    private static ObjectNode named(ObjectNode component, String purl) {
        return component.put("bom-ref", purl).put("purl", purl);
    }

    private static ObjectNode license(ObjectNode component, Collection<String> names) {
        if (!names.isEmpty()) {
            ArrayNode licenses = component.putArray("licenses");
            names.forEach(name -> licenses.addObject().putObject("license").put("name", name));
        }
        return component;
    }

    private static ObjectNode at(ObjectNode component, Collection<String> places) {
        ArrayNode occurrences = component.putObject("evidence").putArray("occurrences");
        places.forEach(place -> occurrences.addObject().put("location", place));
        return component;
    }

    /** A plus sign is the one character in our versions that a package URL escapes. */
    private static String escaped(String version) {
        return version.replace("+", "%2B");
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
