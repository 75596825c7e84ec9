package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every pod would pass the admission of a namespace that enforces Pod Security `restricted`, and says how it feels. */
class PodsTest {

    @TempDir
    Path directory;

    private List<PodSpec> pods;

    @BeforeEach
    void render() {
        Chart chart = new Chart(directory);
        pods = Stream.concat(
                        chart.render("production-values.yaml").stream().flatMap(PodsTest::podOf),
                        podOf(JobsTest.job(chart.render("jobs-values.yaml"))))
                .toList();
        assertThat(pods)
                .hasSize(Chart.SERVICES.size() * 2 + 2)
                .allSatisfy(pod -> assertThat(pod.getContainers()).hasSize(1));
    }

    private static Stream<PodSpec> podOf(HasMetadata object) {
        return switch (object) {
            case Deployment deployment ->
                Stream.of(deployment.getSpec().getTemplate().getSpec());
            case Pod pod -> Stream.of(pod.getSpec());
            case Job job -> Stream.of(job.getSpec().getTemplate().getSpec());
            default -> Stream.empty();
        };
    }

    @Test
    void runAsAnOrdinaryUserWithoutAnyPrivilege() {
        assertThat(pods).allSatisfy(pod -> {
            var security = pod.getSecurityContext();
            assertThat(security.getRunAsNonRoot()).isTrue();
            assertThat(security.getRunAsUser()).isGreaterThanOrEqualTo(10001);
            assertThat(security.getRunAsGroup()).isGreaterThanOrEqualTo(10001);
            assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(Optional.ofNullable(pod.getHostNetwork())).isEmpty();
            assertThat(Optional.ofNullable(pod.getHostPID())).isEmpty();
            var container = container(pod).getSecurityContext();
            assertThat(container.getAllowPrivilegeEscalation()).isFalse();
            assertThat(container.getReadOnlyRootFilesystem()).isTrue();
            assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container.getCapabilities().getAdd()).isEmpty();
        });
    }

    @Test
    void haveNoWayIntoTheCluster() {
        assertThat(pods).allSatisfy(pod -> {
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks()).isFalse();
            assertThat(pod.getServiceAccountName()).isNotBlank();
        });
    }

    @Test
    void mountNothingButWhatTheyDeclare() {
        assertThat(pods).allSatisfy(pod -> {
            assertThat(pod.getVolumes())
                    .extracting(Volume::getName)
                    .containsExactlyElementsOf(container(pod).getVolumeMounts().stream()
                            .map(VolumeMount::getName)
                            .toList());
            assertThat(pod.getVolumes())
                    .allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
        });
    }

    @Test
    void stateWhatTheyNeed() {
        assertThat(pods).extracting(PodsTest::container).allSatisfy(container -> {
            var resources = container.getResources();
            assertThat(resources.getRequests()).containsKeys("cpu", "memory");
            assertThat(resources.getLimits())
                    .containsEntry("memory", resources.getRequests().get("memory"));
        });
    }

    @Test
    void sayHowTheyFeelIfTheyServe() {
        assertThat(pods)
                .extracting(PodsTest::container)
                .filteredOn(container -> !container.getPorts().isEmpty())
                .hasSize(Chart.SERVICES.size() + 1)
                .allSatisfy(container -> {
                    assertThat(path(container.getStartupProbe())).isEqualTo("/q/health/started");
                    assertThat(path(container.getLivenessProbe())).isEqualTo("/q/health/live");
                    assertThat(path(container.getReadinessProbe())).isEqualTo("/q/health/ready");
                });
    }

    @Test
    void haveTimeToFinishWhatTheyBegan() {
        assertThat(pods)
                .allSatisfy(pod -> assertThat(pod.getTerminationGracePeriodSeconds())
                        .as("longer than the sleep before stopping and quarkus.shutdown.timeout together")
                        .isGreaterThan(sleep(pod) + 10));
    }

    @Test
    void runAnImageThatIsNamedExactly() {
        assertThat(pods)
                .extracting(pod -> container(pod).getImage())
                .allSatisfy(image -> assertThat(image)
                        .matches("registry\\.example/rapport/[a-z]+-service(:0\\.1\\.0|@sha256:[0-9a-f]{64})"));
    }

    /** A Job's pod serves nobody who would have to forget it first. */
    private static long sleep(PodSpec pod) {
        return Optional.ofNullable(container(pod).getLifecycle())
                .map(lifecycle -> lifecycle.getPreStop().getSleep().getSeconds())
                .orElse(0L);
    }

    private static Container container(PodSpec pod) {
        return pod.getContainers().getFirst();
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }
}
