package io.rapport.journeys;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.rapport.simulator.http.FederatedCredential;
import io.rapport.stack.Checkout;
import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rapport in a cluster of {@code .ci/cluster} with a node, as its chart installs it from images; with the platform's parts
 * for what a cluster's owner brings: databases, Kafka, an issuer, Microsoft Graph, and storage.
 */
final class ClusterInstallation implements AutoCloseable {

    static final String NAMESPACE = "rapport";
    static final String JOBS = "rapport-jobs";
    private static final int HELM_PATIENCE_SECONDS = 600;
    /** They show Microsoft Graph the cluster's own tokens. */
    private static final Set<String> ACCOUNTS_AT_GRAPH = Set.of(
            "system:serviceaccount:" + NAMESPACE + ":rapport-consent-service",
            "system:serviceaccount:" + NAMESPACE + ":rapport-ingestion-service",
            "system:serviceaccount:" + JOBS + ":rapport-ingestion-batch");

    private static final List<String> MONITORING = List.of("ServiceMonitor", "PodMonitor", "PrometheusRule");
    private static final String MONITORING_GROUP = "monitoring.coreos.com";

    private final Platform platform;
    private final Path folder;
    private final Path kubeconfig;
    private final KubernetesClient kubernetes;
    private final List<CustomResourceDefinition> definitions = new ArrayList<>();

    /** @param folder where the cluster was started */
    ClusterInstallation(Platform platform, Path folder) {
        this.platform = platform;
        this.folder = folder;
        this.kubeconfig = folder.resolve("kubeconfig");
        try {
            kubernetes = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig)))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KubernetesClient kubernetes() {
        return kubernetes;
    }

    /** The chart's own way, from what must be there first to pods that are ready. */
    void install(String version) {
        for (ServiceName service : ServiceName.values()) {
            run(
                    Checkout.root().resolve(".ci/cluster/cluster").toString(),
                    "load",
                    folder.toString(),
                    Checkout.root()
                            .resolve("images/target/" + service.folder() + ".tar")
                            .toString());
        }
        kubectl("apply", "-k", "base");
        kubectl("apply", "-k", "jobs");
        MONITORING.forEach(this::define);
        volume("ring", "ReadWriteOnce", "1Gi");
        volume("backups", "ReadWriteMany", "50Gi");
        secrets();
        platform.simulator()
                .trust(new FederatedCredential(
                        "https://kubernetes.default.svc", ACCOUNTS_AT_GRAPH, kubernetes.raw("/openid/v1/jwks")));
        Path chart = Checkout.root().resolve("helm/rapport");
        var install = new Helm(chart)
                .install()
                .withKubeConfig(kubeconfig)
                .withNamespace(NAMESPACE)
                .withName("rapport")
                .withValuesFile(chart.resolve("ci/jobs-values.yaml"))
                .waitReady()
                .withTimeout(HELM_PATIENCE_SECONDS);
        values(version).forEach(install::set);
        install.call();
    }

    /** {@code helm test}; fails if it does. */
    void test() {
        Helm.test("rapport")
                .withKubeConfig(kubeconfig)
                .withNamespace(NAMESPACE)
                .withTimeout(HELM_PATIENCE_SECONDS)
                .call();
    }

    void uninstall() {
        Helm.uninstall("rapport")
                .withKubeConfig(kubeconfig)
                .withNamespace(NAMESPACE)
                .ignoreNotFound()
                .call();
    }

    /** The address of its Service, which a node reaches as a pod does. */
    URI url(ServiceName service) {
        String address = kubernetes
                .services()
                .inNamespace(NAMESPACE)
                .withName("rapport-" + service.folder())
                .require()
                .getSpec()
                .getClusterIP();
        return URI.create("http://" + address + ":8080");
    }

    /** What scrapes the installation and judges it, as the chart has set it up. */
    Prometheus prometheus() {
        return new Prometheus(
                folder.resolve("prometheus"),
                kubeconfig,
                Stream.of("ServiceMonitor", "PodMonitor")
                        .flatMap(kind -> monitoring(kind).stream())
                        .toList(),
                monitoring("PrometheusRule"));
    }

    private List<GenericKubernetesResource> monitoring(String kind) {
        return kubernetes
                .genericKubernetesResources(MONITORING_GROUP + "/v1", kind)
                .inNamespace(NAMESPACE)
                .list()
                .getItems();
    }

    /** The dashboard for Grafana, as JSON. */
    String dashboard() {
        return value(
                kubernetes
                        .configMaps()
                        .inNamespace(NAMESPACE)
                        .withName("rapport-dashboard")
                        .require()
                        .getData(),
                "rapport.json");
    }

    private Map<String, Object> values(String version) {
        Map<String, String> config = platform.configFor(ServiceName.CONSENT);
        Map<String, Object> values = new HashMap<>();
        values.put("image.registry", "docker.io/rapport");
        values.put("image.tag", version);
        values.put("migrations.job", true);
        values.put("jobs.kueueQueue", "");
        values.put("monitoring.enabled", true);
        values.put("monitoring.dashboard", true);
        values.put("monitoring.runbooks", "https://runbooks.example");
        values.put("networkPolicy.monitoring[0].ipBlock.cidr", "10.244.0.1/32");
        values.put("database.host", value(config, "rapport.database.host"));
        values.put("database.port", value(config, "rapport.database.port"));
        values.put("kafka.bootstrapServers", value(config, "kafka.bootstrap.servers"));
        values.put("kafka.securityProtocol", "PLAINTEXT");
        values.put("oidc.url", value(config, "rapport.oidc.url"));
        values.put("oidc.tokenUrl", value(config, "rapport.oidc.url") + "/token");
        values.put("oidc.issuerTemplate", value(config, "rapport.oidc.issuer-template"));
        values.put("oidc.clientId", value(config, "rapport.oidc.client-id"));
        values.put("graph.url", value(config, "rapport.graph.url"));
        values.put("graph.loginUrl", value(config, "rapport.graph.login-url"));
        values.put("graph.clientId", value(config, "rapport.graph.client-id"));
        values.put("graph.existingSecret", "");
        values.put("workloadIdentity.enabled", true);
        // A machine of two cores holds them all.
        for (String asks : List.of("default", "jobs", "services.ingestion-service", "services.insights-service")) {
            values.put(asks + ".resources.requests.cpu", "50m");
        }
        return values;
    }

    private void secrets() {
        Map<String, String> config = platform.configFor(ServiceName.CONSENT);
        Map<String, String> oidc = Map.of("client-secret", value(config, "rapport.oidc.client-secret"));
        for (ServiceName service : ServiceName.values()) {
            secret(NAMESPACE, service.folder() + "-database", database(service));
        }
        secret(NAMESPACE, "rapport-oidc", oidc);
        secret(
                NAMESPACE,
                "rapport-root-key",
                Map.of("root", read(platform.directory().rootKey())));
        secret(
                NAMESPACE,
                "rapport-certificate",
                Map.of("certificate.pem", read(platform.directory().certificateKey())));
        secret(JOBS, ServiceName.INGESTION.folder() + "-database", database(ServiceName.INGESTION));
        secret(JOBS, "rapport-oidc", oidc);
    }

    private Map<String, String> database(ServiceName service) {
        Map<String, String> config = platform.configFor(service);
        return Map.of(
                "username", value(config, "quarkus.datasource.username"),
                "password", value(config, "quarkus.datasource.password"));
    }

    private void secret(String namespace, String name, Map<String, String> data) {
        apply(new SecretBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace(namespace)
                        .withName(name)
                        .build())
                .withStringData(data)
                .build());
    }

    /** A kind that Prometheus Operator brings; what may stand in it is its own affair. */
    private void define(String kind) {
        String plural = kind.toLowerCase(Locale.ROOT) + "s";
        CustomResourceDefinition definition = new CustomResourceDefinitionBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withName(plural + "." + MONITORING_GROUP)
                        .build())
                .withNewSpec()
                .withGroup(MONITORING_GROUP)
                .withScope("Namespaced")
                .withNewNames()
                .withKind(kind)
                .withPlural(plural)
                .endNames()
                .addNewVersion()
                .withName("v1")
                .withServed(true)
                .withStorage(true)
                .withNewSchema()
                .withNewOpenAPIV3Schema()
                .withType("object")
                .withXKubernetesPreserveUnknownFields(true)
                .endOpenAPIV3Schema()
                .endSchema()
                .endVersion()
                .endSpec()
                .build();
        definitions.add(definition);
        apply(definition);
    }

    /** A folder of the machine, for the claim that asks for as much. */
    private void volume(String name, String mode, String size) {
        Path data = platform.directory().root().resolve("volume-" + name);
        try {
            Files.createDirectories(data);
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
            // The way there is the platform's own otherwise.
            Files.setPosixFilePermissions(platform.directory().root(), PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ObjectMeta metadata =
                new ObjectMetaBuilder().withName("rapport-" + name).build();
        apply(new PersistentVolumeBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withAccessModes(mode)
                .withCapacity(Map.of("storage", new Quantity(size)))
                .withPersistentVolumeReclaimPolicy("Retain")
                .withNewHostPath(data.toString(), "Directory")
                .endSpec()
                .build());
    }

    private void apply(HasMetadata object) {
        kubernetes.resource(object).create();
    }

    private void kubectl(String verb, String option, String ground) {
        run(
                "kubectl",
                "--kubeconfig=" + kubeconfig,
                verb,
                option,
                Checkout.root().resolve("k8s").resolve(ground).toString());
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String value(Map<String, String> config, String key) {
        return Objects.requireNonNull(config.get(key), key);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is kept for the next installation goes too, for a cluster may see several. */
    @Override
    public void close() {
        uninstall();
        kubectl("delete", "-k", "jobs");
        kubectl("delete", "-k", "base");
        kubernetes.resourceList(definitions).delete();
        kubernetes.persistentVolumes().withName("rapport-ring").delete();
        kubernetes.persistentVolumes().withName("rapport-backups").delete();
        kubernetes.close();
    }
}
