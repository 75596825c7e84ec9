package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Reads manifests through Kubernetes' own types and finds what these do not know: a misspelt key survives parsing in
 * the additional properties of the object it stands in.
 */
final class Strict {

    static final ObjectMapper YAML = Serialization.yamlMapper();

    private Strict() {}

    /** One or many documents; empty ones are left out. */
    static List<HasMetadata> parse(String documents) {
        return Arrays.stream(documents.split("(?m)^---.*$"))
                .filter(document -> document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
                .map(document -> (HasMetadata) Serialization.unmarshal(document))
                .toList();
    }

    static void hasNoUnknownKeys(HasMetadata object) {
        assertThat(object.getMetadata().getName()).as("name").hasSizeLessThanOrEqualTo(63);
        assertThat(object.getClass().getSimpleName()).isNotEqualTo("GenericKubernetesResource");
        unknown(object.getClass().getSimpleName(), object);
    }

    private static void unknown(String path, Object typed) {
        for (var method : typed.getClass().getMethods()) {
            if (method.getParameterCount() != 0 || !method.getName().startsWith("get")) {
                continue;
            }
            Object value;
            try {
                value = method.invoke(typed);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            if (method.getName().equals("getAdditionalProperties") && value instanceof Map<?, ?> extra) {
                assertThat(extra).as(path).isEmpty();
            } else if (value instanceof List<?> list) {
                Iterator<?> items = list.iterator();
                for (int i = 0; items.hasNext(); i++) {
                    descend(path + "." + method.getName().substring(3) + "[" + i + "]", items.next());
                }
            } else if (value != null) {
                descend(path + "." + method.getName().substring(3), value);
            }
        }
    }

    private static void descend(String path, Object value) {
        if (value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")) {
            unknown(path, value);
        }
    }
}
