package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code helm test} does: a pod asks each Service whether it is ready, and is let through to all of them. */
class ReadyCheckTest {

    private static final Path PROGRAM =
            Chart.ROOT.resolve("service-kit/src/main/java/io/rapport/kit/ready/CheckReady.java");

    @TempDir
    Path directory;

    private List<HasMetadata> objects;
    private Pod pod;

    @BeforeEach
    void render() {
        objects = new Chart(directory).render("minimal-values.yaml");
        pod = of(Pod.class).getFirst();
    }

    @Test
    void asksEveryService() {
        assertThat(pod.getMetadata().getAnnotations()).containsEntry("helm.sh/hook", "test");
        assertThat(pod.getSpec().getContainers().getFirst().getArgs())
                .containsExactlyElementsOf(of(Service.class).stream()
                        .map(service -> "http://" + service.getMetadata().getName() + ".rapport.svc:8080")
                        .toList())
                .hasSameSizeAs(Chart.SERVICES);
    }

    /** There is no shell in an image, and no other client. */
    @Test
    void runsAProgramThatLiesInTheImage() {
        var command = pod.getSpec().getContainers().getFirst().getCommand();
        assertThat(command).startsWith("/opt/java/bin/java", "-cp", "/app/lib/main/*");
        assertThat(PROGRAM).exists();
        assertThat(command.getLast()).isEqualTo("io.rapport.kit.ready.CheckReady");
    }

    @Test
    void itsPodReachesNamesAndTheServicesOnly() {
        NetworkPolicy out = policies(pod.getMetadata().getLabels()).getFirst();
        assertThat(out.getMetadata().getAnnotations()).containsEntry("helm.sh/hook-weight", "-1");
        assertThat(out.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(out.getSpec().getIngress()).isEmpty();
        assertThat(out.getSpec().getEgress())
                .flatExtracting(rule -> rule.getPorts())
                .extracting(port -> port.getPort().getIntVal())
                .containsExactly(53, 53, 8080);
        assertThat(selected(
                        out.getSpec().getEgress().getLast().getTo().getFirst().getPodSelector()))
                .containsExactlyInAnyOrderElementsOf(Chart.SERVICES);
    }

    @Test
    void everyServiceLetsItInWhileItRuns() {
        for (String service : Chart.SERVICES) {
            assertThat(policies(labels(service)))
                    .filteredOn(policy ->
                            "test".equals(policy.getMetadata().getAnnotations().get("helm.sh/hook")))
                    .singleElement()
                    .satisfies(policy -> assertThat(policy.getSpec().getIngress())
                            .singleElement()
                            .satisfies(rule -> {
                                assertThat(rule.getPorts())
                                        .singleElement()
                                        .matches(port ->
                                                "http".equals(port.getPort().getStrVal()));
                                assertThat(rule.getFrom())
                                        .singleElement()
                                        .matches(peer -> matches(
                                                peer.getPodSelector(),
                                                pod.getMetadata().getLabels()));
                            }));
        }
    }

    @Test
    void noServiceTakesItForItsOwn() {
        assertThat(of(Service.class))
                .noneMatch(service -> pod.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(service.getSpec().getSelector().entrySet()));
    }

    private List<NetworkPolicy> policies(Map<String, String> labels) {
        return of(NetworkPolicy.class).stream()
                .filter(policy -> matches(policy.getSpec().getPodSelector(), labels))
                .toList();
    }

    private Set<String> selected(LabelSelector selector) {
        Set<String> services = new TreeSet<>(Chart.SERVICES);
        services.removeIf(service -> !matches(selector, labels(service)));
        return services;
    }

    private Map<String, String> labels(String service) {
        return of(Deployment.class).stream()
                .map(deployment ->
                        deployment.getSpec().getTemplate().getMetadata().getLabels())
                .filter(labels -> service.equals(labels.get("app.kubernetes.io/name")))
                .findFirst()
                .orElseThrow();
    }

    private static boolean matches(LabelSelector selector, Map<String, String> labels) {
        return labels.entrySet().containsAll(selector.getMatchLabels().entrySet())
                && selector.getMatchExpressions().stream()
                        .allMatch(expression -> expression.getOperator().equals("In")
                                && expression.getValues().contains(labels.get(expression.getKey())));
    }

    private <T extends HasMetadata> List<T> of(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
