package io.rapport.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Reading and writing of YAML, as trees and as Kubernetes objects. */
final class Yaml {

    private static final ObjectMapper TREES = new ObjectMapper(new YAMLFactory());
    private static final KubernetesSerialization OBJECTS = new KubernetesSerialization();

    private Yaml() {}

    static JsonNode read(Path file) throws IOException {
        return TREES.readTree(file.toFile());
    }

    /** All documents of a file. */
    static List<JsonNode> readWhole(Path file) {
        try {
            return trees(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All documents of a stream. */
    static List<JsonNode> trees(String stream) {
        return documents(stream).map(Yaml::parse).toList();
    }

    static String write(JsonNode tree) throws IOException {
        return TREES.writeValueAsString(tree);
    }

    /** As Helm does it: maps are merged, everything else is replaced. */
    static JsonNode overlay(JsonNode below, JsonNode above) {
        if (!(below instanceof ObjectNode) || !(above instanceof ObjectNode)) {
            return above;
        }
        ObjectNode merged = below.deepCopy();
        above.properties().forEach(entry -> {
            JsonNode existing = below.get(entry.getKey());
            merged.set(entry.getKey(), existing == null ? entry.getValue() : overlay(existing, entry.getValue()));
        });
        return merged;
    }

    /** Documents of one kind, as trees: for kinds that have no type here, and where every key counts. */
    static List<JsonNode> ofKind(String kind, String stream) {
        return trees(stream).stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .toList();
    }

    /** Typed objects of a stream of documents; a wrong type fails, an unknown key is kept aside. */
    static List<HasMetadata> objects(String stream) {
        return documents(stream)
                .map(document -> (HasMetadata) OBJECTS.unmarshal(document))
                .toList();
    }

    /** A typed object; a wrong type fails, an unknown key is kept aside. */
    static HasMetadata object(JsonNode tree) {
        try {
            return OBJECTS.unmarshal(write(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> documents(String stream) {
        return Arrays.stream(stream.split("(?m)^---\\s*$"))
                .filter(document -> document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")));
    }

    private static JsonNode parse(String document) {
        try {
            return TREES.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
