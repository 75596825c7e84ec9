package io.rapport.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration of a service, read from its sources as text: property files, {@code @ConfigProperty} and flat
 * {@code @ConfigMapping} interfaces, of the service and of the kits it stands on. All names in environment spelling.
 */
final class ConfigurationKeys {

    private static final Pattern PROPERTY = Pattern.compile("@ConfigProperty\\(([^)]*)\\)\\s*([\\w.<>]+)");
    private static final Pattern NAME = Pattern.compile("name\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix\\s*=\\s*\"([^\"]+)\"\\)");
    private static final Pattern METHOD =
            Pattern.compile("(?m)^((?:    @[^\\n]+\\n(?: {12}[^\\n]+\\n)*)*)    ([\\w.<>]+) (\\w+)\\(\\);");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{(rapport[\\w.-]+)(:?)");

    private final Set<String> known = new TreeSet<>();
    private final Set<String> required = new TreeSet<>();
    private final Set<String> defaulted = new TreeSet<>();

    private ConfigurationKeys() {}

    static ConfigurationKeys of(String service) throws IOException {
        var keys = new ConfigurationKeys();
        for (String module : List.of("service-kit", service)) {
            keys.readModule(Chart.ROOT.resolve(module));
        }
        if (Files.readString(Chart.ROOT.resolve(service).resolve("pom.xml")).contains("rapport-graph-kit")) {
            keys.readModule(Chart.ROOT.resolve("graph-kit"));
        }
        return keys;
    }

    Set<String> known() {
        return known;
    }

    Set<String> required() {
        return required.stream().filter(key -> !defaulted.contains(key)).collect(Collectors.toCollection(TreeSet::new));
    }

    private void readModule(Path module) throws IOException {
        Path sources = module.resolve("src/main");
        if (!Files.isDirectory(sources)) {
            return;
        }
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".java")) {
                    readSource(Files.readString(file));
                } else if (file.toString().endsWith(".properties")) {
                    readProperties(Files.readAllLines(file));
                }
            }
        }
    }

    private void readProperties(List<String> lines) {
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (line.startsWith("rapport.") && equals > 0) {
                add(line.substring(0, equals).strip(), false);
                defaulted.add(environment(line.substring(0, equals).strip()));
            }
            Matcher expression = EXPRESSION.matcher(line);
            while (expression.find()) {
                add(expression.group(1), false);
            }
        }
    }

    private void readSource(String source) {
        Matcher property = PROPERTY.matcher(source);
        while (property.find()) {
            Matcher name = NAME.matcher(property.group(1));
            if (name.find()) {
                add(
                        name.group(1),
                        !property.group(1).contains("defaultValue")
                                && !property.group(2).startsWith("Optional"));
            }
        }
        Matcher mapping = MAPPING.matcher(source);
        if (mapping.find()) {
            Matcher method = METHOD.matcher(source);
            while (method.find()) {
                add(
                        mapping.group(1) + "." + kebab(method.group(3)),
                        !method.group(1).contains("@WithDefault")
                                && !method.group(2).startsWith("Optional"));
            }
        }
    }

    private void add(String key, boolean isRequired) {
        known.add(environment(key));
        if (isRequired && key.startsWith("rapport.")) {
            required.add(environment(key));
        }
    }

    private static String kebab(String method) {
        return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** How a key is spelt in the environment. */
    static String environment(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
