package io.rapport.helm;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keys that Kubernetes does not know: the typed models keep them aside instead of failing. Kinds for which there is no
 * model are named here and have a test of their own.
 */
final class UnknownKeys {

    private static final Set<String> WITHOUT_MODEL = Set.of(
            "Cluster",
            "Database",
            "ExternalSecret",
            "Kafka",
            "KafkaNodePool",
            "KafkaTopic",
            "KafkaUser",
            "ObjectStore",
            "ScaledObject",
            "ScheduledBackup");

    private final List<String> found = new ArrayList<>();

    private UnknownKeys() {}

    static List<String> in(HasMetadata object) {
        if (WITHOUT_MODEL.contains(object.getKind())) {
            return List.of();
        }
        var keys = new UnknownKeys();
        keys.visit(object.getKind() + "/" + object.getMetadata().getName(), object);
        return keys.found;
    }

    private void visit(String path, Object value) {
        if (value instanceof Collection<?> items) {
            int index = 0;
            for (Object item : items) {
                visit(path + "[" + index++ + "]", item);
            }
        } else if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, item) -> visit(path + "." + key, item));
        } else if (value.getClass().getName().matches("io\\.fabric8\\.(kubernetes|openshift)\\.api\\.model\\..*")
                && !value.getClass().isEnum()) {
            for (Method getter : value.getClass().getMethods()) {
                visit(path, value, getter);
            }
        }
    }

    private void visit(String path, Object owner, Method getter) {
        if (getter.getParameterCount() != 0 || !getter.getName().startsWith("get")) {
            return;
        }
        Object value = call(owner, getter);
        if (value == null) {
            return;
        }
        if (getter.isAnnotationPresent(JsonAnyGetter.class)) {
            ((Map<?, ?>) value).keySet().forEach(key -> found.add(path + "." + key));
        } else if (getter.getDeclaringClass() != Object.class) {
            visit(path + "." + getter.getName().substring(3), value);
        }
    }

    private static @org.jspecify.annotations.Nullable Object call(Object owner, Method getter) {
        try {
            return getter.invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(getter + " cannot be read", e);
        }
    }
}
