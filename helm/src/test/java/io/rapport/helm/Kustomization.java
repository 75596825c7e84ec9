package io.rapport.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kustomize base, the namespace of Jobs, or an overlay on the base, put together as far as ours go: what its files hold, with patches laid over. The
 * namespace stays for kustomize to write.
 *
 * @param name its folder in {@code k8s}
 */
record Kustomization(String name) {

    static final Path K8S = Chart.ROOT.resolve("k8s");
    private static final String DESCRIPTION = "kustomization.yaml";

    static List<String> overlays() {
        return names(K8S.resolve("overlays")).stream()
                .map(overlay -> "overlays/" + overlay)
                .toList();
    }

    static List<String> all() {
        return Stream.concat(Stream.of("base", "jobs"), overlays().stream()).toList();
    }

    Path folder() {
        return K8S.resolve(name);
    }

    JsonNode description() {
        return Yaml.readWhole(folder().resolve(DESCRIPTION)).getFirst();
    }

    /** The files beside its description. */
    List<String> files() {
        return names(folder()).stream()
                .filter(file -> !file.equals(DESCRIPTION))
                .toList();
    }

    /** The files that its description names, without the base. */
    List<String> namedFiles() {
        List<String> named = new ArrayList<>();
        description().path("resources").forEach(resource -> named.add(resource.asText()));
        description()
                .path("patches")
                .forEach(patch -> named.add(patch.path("path").asText()));
        named.removeIf(name -> name.startsWith(".."));
        return named;
    }

    /** The documents of its own files: objects in the base, patches in an overlay. */
    List<JsonNode> written() {
        return namedFiles().stream()
                .flatMap(file -> Yaml.readWhole(folder().resolve(file)).stream())
                .toList();
    }

    List<JsonNode> objects() {
        if (description().path("patches").isEmpty()) {
            return written();
        }
        return new Kustomization("base").objects().stream().map(this::patched).toList();
    }

    /** Lists are replaced, as Kubernetes does it with every list that our patches have. */
    private JsonNode patched(JsonNode object) {
        JsonNode whole = object;
        for (JsonNode patch : written()) {
            if (id(patch).equals(id(object))) {
                whole = Yaml.overlay(whole, patch);
            }
        }
        return whole;
    }

    static String id(JsonNode object) {
        return object.path("kind").asText() + "/" + object.at("/metadata/name").asText();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
