package io.rapport.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the services are configured by, read as text from their sources and those of the kits that they stand on: property
 * files, {@code @ConfigProperty} and flat {@code @ConfigMapping} interfaces. Of every setting: what it is called, what holds
 * without it, who reads it and what it means. The meaning stands where the setting is declared, or else in a checked-in list
 * of sentences.
 */
final class Settings {

    private static final Path SENTENCES = Path.of("src/test/resources/settings.properties");
    private static final String PREFIX = "rapport.";

    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix\\s*=\\s*\"([^\"]+)\"\\)");
    private static final Pattern METHOD = Pattern.compile(
            "(?s)(?:    /\\*\\*((?:(?!\\*/).)*)\\*/\\n)?((?:    @(?:(?!;|\\n\\n).)*\\n)?)    ([\\w.<>]+) (\\w+)\\(\\);");
    private static final Pattern PROPERTY = Pattern.compile("@ConfigProperty\\(([^)]*)\\)\\s*([\\w.<>]+)");
    private static final Pattern NAME = Pattern.compile("name\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern DEFAULT_VALUE = Pattern.compile("defaultValue\\s*=\\s*\"([^\"]*)\"");
    private static final Pattern WITH_DEFAULT = Pattern.compile("(?s)@WithDefault\\((.*)\\)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern CONSTANT = Pattern.compile("String ([A-Z_]+) = \"([^\"]*)\";");

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{(rapport[\\w.-]+)");

    private final Map<String, Setting> found = new TreeMap<>();
    private final Map<String, String> constants = new HashMap<>();

    private final Set<String> mentioned = new TreeSet<>();

    private Settings() {}

    /** What is known of one setting. @param fallback what holds without it; empty if nothing does */
    record Setting(String key, Collection<String> services, String type, Optional<String> fallback, String meaning) {

        Setting and(Setting other) {
            var all = new TreeSet<>(services);
            all.addAll(other.services);
            return new Setting(
                    key,
                    all,
                    type.isEmpty() ? other.type : type,
                    either(fallback, other.fallback),
                    meaning.isEmpty() ? other.meaning : meaning);
        }

        /** A service's own default outranks another's; where they differ no single one can be told. */
        private static Optional<String> either(Optional<String> one, Optional<String> other) {
            if (one.isPresent() && other.isPresent() && !one.equals(other)) {
                return Optional.of("differs");
            }
            return one.or(() -> other);
        }

        /** Whether the service does not start without it. */
        boolean isRequired() {
            return fallback.isEmpty() && !type.startsWith("Optional");
        }

        String unit() {
            String value = fallback.orElse("");
            if (type.contains("Duration") || value.matches("\\d+[smhd]")) {
                return "duration";
            }
            if (type.contains("Set<") || type.contains("List<")) {
                return "list";
            }
            if (type.contains("Path")) {
                return "path";
            }
            if (type.contains("URI") || value.matches("https?://.*")) {
                return "address";
            }
            return type.matches("int|long") || value.matches("\\d+") ? "number" : "text";
        }
    }

    /** Every setting of our own. */
    static Collection<Setting> all() throws IOException {
        Properties sentences = sentences();
        Map<String, Setting> all = new TreeMap<>();
        for (String service : Chart.SERVICES) {
            for (Setting setting : of(service)) {
                if (setting.key().startsWith(PREFIX)) {
                    all.merge(setting.key(), setting, Setting::and);
                }
            }
        }
        return all.values().stream()
                .map(setting -> setting.and(new Setting(
                        setting.key(), List.of(), "", Optional.empty(), sentences.getProperty(setting.key(), ""))))
                .toList();
    }

    /** What one service reads, the platform's names among it. */
    static Collection<Setting> of(String service) throws IOException {
        return readBy(service).found.values();
    }

    /** Settings that the values of others are made of. */
    static Set<String> mentioned(String service) throws IOException {
        return readBy(service).mentioned;
    }

    private static Settings readBy(String service) throws IOException {
        var settings = new Settings();
        settings.read("service-kit", List.of(service));
        if (Files.readString(Chart.ROOT.resolve(service).resolve("pom.xml")).contains("rapport-graph-kit")) {
            settings.read("graph-kit", List.of(service));
        }
        settings.read(service, List.of(service));
        return settings;
    }

    static Properties sentences() throws IOException {
        var sentences = new Properties();
        try (var reader = Files.newBufferedReader(SENTENCES)) {
            sentences.load(reader);
        }
        return sentences;
    }

    private void read(String module, List<String> services) throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Chart.ROOT.resolve(module).resolve("src/main"))) {
            sources = files.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : sources) {
            if (file.toString().endsWith(".java")) {
                CONSTANT.matcher(Files.readString(file))
                        .results()
                        .forEach(constant -> constants.put(constant.group(1), constant.group(2)));
            }
        }
        for (Path file : sources) {
            if (file.toString().endsWith(".java")) {
                readSource(Files.readString(file), services);
            } else if (file.toString().endsWith(".properties")) {
                readProperties(Files.readAllLines(file), services);
            }
        }
    }

    private void readProperties(List<String> lines, List<String> services) {
        for (String line : lines) {
            EXPRESSION.matcher(line).results().forEach(expression -> mentioned.add(expression.group(1)));
            int equals = line.indexOf('=');
            if (line.startsWith(PREFIX) && equals > 0) {
                add(line.substring(0, equals), services, "", Optional.of(line.substring(equals + 1)), "");
            }
        }
    }

    private void readSource(String source, List<String> services) {
        Matcher property = PROPERTY.matcher(source);
        while (property.find()) {
            Matcher name = NAME.matcher(property.group(1));
            Matcher fallback = DEFAULT_VALUE.matcher(property.group(1));
            if (name.find()) {
                add(
                        name.group(1),
                        services,
                        property.group(2),
                        fallback.find() ? Optional.of(fallback.group(1)) : Optional.empty(),
                        "");
            }
        }
        Matcher mapping = MAPPING.matcher(source);
        if (mapping.find()) {
            Matcher method = METHOD.matcher(source);
            while (method.find()) {
                add(
                        mapping.group(1) + "." + kebab(method.group(4)),
                        services,
                        method.group(3),
                        fallback(method.group(2)),
                        plain(Objects.requireNonNullElse(method.group(1), "")));
            }
        }
    }

    private Optional<String> fallback(String annotations) {
        Matcher given = WITH_DEFAULT.matcher(annotations);
        if (!given.find()) {
            return Optional.empty();
        }
        String value = given.group(1);
        List<String> parts = new ArrayList<>();
        QUOTED.matcher(value).results().forEach(part -> parts.add(part.group(1)));
        return Optional.of(
                parts.isEmpty()
                        ? constants.getOrDefault(value.substring(value.lastIndexOf('.') + 1), value)
                        : String.join("", parts));
    }

    private void add(String key, Collection<String> services, String type, Optional<String> fallback, String meaning) {
        found.merge(key, new Setting(key, new TreeSet<>(services), type, fallback, meaning), Setting::and);
    }

    private static String plain(String javadoc) {
        return javadoc.lines()
                .map(line -> line.strip().replaceFirst("^\\*\\s?", ""))
                .collect(Collectors.joining(" "))
                .replaceAll("\\{@code ((?:[^{}]|\\{[^}]*})*)}", "`$1`")
                .strip();
    }

    private static String kebab(String method) {
        return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
