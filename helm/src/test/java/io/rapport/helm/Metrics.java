package io.rapport.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Prometheus finds at our services: our own metrics, read from the sources as text and named as Micrometer names them,
 * and a checked-in list of the platform's.
 */
final class Metrics {

    private static final Path OF_THE_PLATFORM = Path.of("src/test/resources/platform-metrics.txt");
    private static final Pattern DECLARED =
            Pattern.compile("(\\.gauge|\\.counter|[A-Z]\\w*\\.builder)\\(\\s*\"(rapport\\.[a-z.]+)\"");

    /** Not names of series: what stands in quotes, matchers, ranges, and the labels that are grouped by. */
    private static final Pattern NOISE = Pattern.compile(
            "\"[^\"]*\"|'[^']*'|\\{[^}]*}|\\[[^]]*]|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*(?!\\w*\\s*\\()");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset", "by", "on");

    private final Set<String> names = new TreeSet<>();

    private Metrics() {}

    static Metrics known() throws IOException {
        var metrics = new Metrics();
        Files.readAllLines(OF_THE_PLATFORM).stream()
                .filter(line -> !line.startsWith("#"))
                .forEach(metrics.names::add);
        for (String module :
                Stream.concat(Stream.of("service-kit"), Chart.SERVICES.stream()).toList()) {
            try (Stream<Path> files = Files.walk(Chart.ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    metrics.declaredIn(Files.readString(file));
                }
            }
        }
        return metrics;
    }

    Set<String> names() {
        return names;
    }

    /** The series that a PromQL expression reads. */
    static Collection<String> readBy(String expression) {
        Matcher name = NAME.matcher(NOISE.matcher(expression).replaceAll(" "));
        return name.results()
                .map(result -> result.group())
                .filter(word -> !OPERATORS.contains(word))
                .toList();
    }

    private void declaredIn(String source) {
        Matcher declared = DECLARED.matcher(source);
        while (declared.find()) {
            String name = declared.group(2).replace('.', '_');
            names.addAll(
                    switch (declared.group(1)) {
                        case ".counter", "Counter.builder" -> List.of(name + "_total");
                        case "Timer.builder" ->
                            List.of(
                                    name + "_seconds_count",
                                    name + "_seconds_sum",
                                    name + "_seconds_max",
                                    name + "_seconds_bucket");
                        default -> List.of(name);
                    });
        }
    }
}
