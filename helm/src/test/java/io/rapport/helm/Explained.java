package io.rapport.helm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds keys of values.yaml without a comment above. Keys whose meaning is Kubernetes' own need none. */
final class Explained {

    private static final Pattern KEY = Pattern.compile("^(\\s*)([A-Za-z][\\w-]*):.*$");
    private static final Set<String> OF_KUBERNETES = Set.of("requests", "limits", "cpu", "memory");
    /** Explained once, at `services` and at `default`. */
    private static final Set<String> EXPLAINED_ABOVE = Set.of("databaseSecret", "kafkaSecret", "resources");

    private Explained() {}

    static List<String> keysWithoutComment(List<String> lines) {
        List<String> missing = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            Matcher key = KEY.matcher(lines.get(i));
            if (!key.matches()
                    || OF_KUBERNETES.contains(key.group(2))
                    || EXPLAINED_ABOVE.contains(key.group(2))
                    || lines.get(i - 1).startsWith(key.group(1) + "#")) {
                continue;
            }
            missing.add(lines.get(i).strip());
        }
        return missing;
    }
}
