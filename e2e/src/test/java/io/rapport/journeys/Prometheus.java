package io.rapport.journeys;

import static io.restassured.RestAssured.given;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.rapport.stack.Platform;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A Prometheus that finds in a cluster what the chart's monitors name and judges it by the chart's rules: configured from
 * both as Prometheus Operator would, except that it looks every five seconds.
 */
final class Prometheus implements AutoCloseable {

    private static final int EVERY_SECONDS = 5;

    private final Instant began = Instant.now();
    private final int port = Platform.freePort();
    private final Process process;

    /**
     * @param program    Prometheus' own
     * @param kubeconfig of a user who may list what is monitored
     * @param monitors   ServiceMonitors and PodMonitors
     * @param rules      PrometheusRules
     */
    Prometheus(
            Path program,
            Path kubeconfig,
            List<GenericKubernetesResource> monitors,
            List<GenericKubernetesResource> rules) {
        try {
            Path folder = Files.createTempDirectory("prometheus");
            Files.writeString(folder.resolve("rules.yaml"), Serialization.asYaml(Map.of("groups", groups(rules))));
            Path config = Files.writeString(
                    folder.resolve("prometheus.yaml"),
                    Serialization.asYaml(Map.of(
                            "global",
                            Map.of("scrape_interval", EVERY_SECONDS + "s", "evaluation_interval", EVERY_SECONDS + "s"),
                            "rule_files",
                            List.of("rules.yaml"),
                            "scrape_configs",
                            monitors.stream()
                                    .flatMap(monitor -> scrapes(monitor, kubeconfig))
                                    .toList())));
            process = new ProcessBuilder(
                            program.toString(),
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The labels of all series that an expression has had a value of since the start. */
    List<Map<String, String>> seriesOf(String expression) {
        return answer(asked().formParam("query", expression)
                        .formParam("start", began.getEpochSecond())
                        .formParam("end", Instant.now().getEpochSecond())
                        .formParam("step", EVERY_SECONDS)
                        .post("/api/v1/query_range"))
                .getList("data.result.findAll { it.values.any { it[1] != 'NaN' } }.metric");
    }

    /** The jobs of what is scraped now without an error. */
    List<String> jobsUp() {
        return answer(asked().get("/api/v1/targets?state=active"))
                .getList("data.activeTargets.findAll { it.health == 'up' }.labels.job");
    }

    /** What the rules say that could not be evaluated. */
    List<String> ruleErrors() {
        return answer(asked().get("/api/v1/rules"))
                .getList("data.groups.rules.flatten().findAll { it.health == 'err' }.lastError");
    }

    private RequestSpecification asked() {
        return given().baseUri("http://127.0.0.1:" + port);
    }

    private static JsonPath answer(Response response) {
        return response.then().statusCode(200).extract().jsonPath();
    }

    private static List<Object> groups(List<GenericKubernetesResource> rules) {
        List<Object> groups = new ArrayList<>();
        rules.forEach(rule -> groups.addAll(rule.<List<Object>>get("spec", "groups")));
        return groups;
    }

    private static Stream<Map<String, Object>> scrapes(GenericKubernetesResource monitor, Path kubeconfig) {
        boolean ofPods = monitor.getKind().equals("PodMonitor");
        String object = ofPods ? "pod" : "service";
        String port = "__meta_kubernetes_" + (ofPods ? "pod_container" : "endpointslice") + "_port_name";
        List<String> elsewhere = monitor.get("spec", "namespaceSelector", "matchNames");
        Map<String, String> selected = monitor.get("spec", "selector", "matchLabels");
        String jobLabel = monitor.get("spec", "jobLabel");
        List<Map<String, String>> endpoints = monitor.get("spec", ofPods ? "podMetricsEndpoints" : "endpoints");
        return endpoints.stream().map(endpoint -> {
            List<Map<String, Object>> relabelings = new ArrayList<>();
            selected.forEach((label, value) -> relabelings.add(keep(meta(object, label), value)));
            relabelings.add(keep(port, required(endpoint, "port")));
            relabelings.add(copy(meta(object, jobLabel), "job"));
            relabelings.add(copy("__meta_kubernetes_namespace", "namespace"));
            relabelings.add(copy("__meta_kubernetes_pod_name", "pod"));
            return Map.<String, Object>of(
                    "job_name",
                    monitor.getKind() + "/" + monitor.getMetadata().getName(),
                    "metrics_path",
                    required(endpoint, "path"),
                    "kubernetes_sd_configs",
                    List.of(Map.of(
                            "role",
                            ofPods ? "pod" : "endpointslice",
                            "kubeconfig_file",
                            kubeconfig.toString(),
                            "namespaces",
                            Map.of(
                                    "names",
                                    elsewhere == null
                                            ? List.of(monitor.getMetadata().getNamespace())
                                            : elsewhere))),
                    "relabel_configs",
                    relabelings);
        });
    }

    private static String meta(String object, String label) {
        return "__meta_kubernetes_" + object + "_label_" + label.replaceAll("[^a-zA-Z0-9_]", "_");
    }

    private static String required(Map<String, String> endpoint, String key) {
        return Objects.requireNonNull(endpoint.get(key), key);
    }

    private static Map<String, Object> keep(String label, String value) {
        return Map.of("source_labels", List.of(label), "regex", value, "action", "keep");
    }

    private static Map<String, Object> copy(String from, String to) {
        return Map.of("source_labels", List.of(from), "target_label", to);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
