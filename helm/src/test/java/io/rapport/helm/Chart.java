package io.rapport.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A copy of the chart under test. The copy lacks {@code kubeVersion}: the embedded Helm is built against an older
 * Kubernetes and cannot be told another version. It also leaves hooks out of what it renders, so the copy calls them
 * something else.
 */
final class Chart {

    static final Path ROOT = Path.of(System.getProperty("rapport.root", ".."));
    static final Path SOURCE = ROOT.resolve("helm/rapport");
    static final List<String> SERVICES =
            List.of("consent-service", "ingestion-service", "insights-service", "purge-service");

    private static final String HOOK = "helm.sh/hook:";
    private static final String SHOWN = "helm.sh/shown-hook:";

    private final Path copy;

    Chart(Path directory) {
        this.copy = directory.resolve("rapport");
        try (Stream<Path> files = Files.walk(SOURCE)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(SOURCE.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (file.startsWith(SOURCE.resolve("templates"))) {
                    Files.writeString(target, Files.readString(file).replace(HOOK, SHOWN));
                } else {
                    Files.copy(file, target);
                }
            }
            Path description = copy.resolve("Chart.yaml");
            Files.writeString(description, Files.readString(description).replaceAll("(?m)^kubeVersion:.*$", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Helm's lint takes no values files here, so they are laid over the copy's defaults. */
    LintResult lint(String ci) throws IOException {
        Path values = copy.resolve("values.yaml");
        Files.writeString(values, Yaml.write(Yaml.overlay(Yaml.read(values), Yaml.read(ci(ci)))));
        return new Helm(copy).lint().strict().quiet().call();
    }

    /** @param overrides dotted keys as in {@code --set}; {@code "null"} takes a key away */
    String template(String release, String ci, Map<String, String> overrides) {
        var command = new Helm(copy)
                .template()
                .withName(release)
                .withNamespace("rapport")
                .withValuesFile(ci(ci));
        overrides.forEach(command::set);
        return command.call().replace(SHOWN, HOOK);
    }

    List<HasMetadata> render(String ci) {
        return Yaml.objects(template("rapport", ci, Map.of()));
    }

    private static Path ci(String name) {
        return SOURCE.resolve("ci").resolve(name);
    }
}
