package io.rapport.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.rapport.images.Images;
import io.rapport.stack.Checkout;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * A tenant's story in a real cluster: our images, installed by our chart; batches read by Jobs, whose pods are killed; a
 * rolling upgrade while sellers ask; a withdrawal. Only what a cluster's owner brings is the platform's. In order.
 */
@EnabledIfEnvironmentVariable(
        named = "RAPPORT_TEST_NODE",
        matches = ".+",
        disabledReason =
                "RAPPORT_TEST_NODE names no folder of a cluster of .ci/cluster with a node, so no pod has run.")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // made before all
class ClusterJourney {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String HERE = ClusterInstallation.NAMESPACE;
    private static final String JOBS = ClusterInstallation.JOBS;
    private static final int MONTHS = 12;
    private static final LocalTime LATEST = LocalTime.of(23, 52);

    private Platform platform;
    private ClusterInstallation installation;
    private Prometheus prometheus;
    private Api api;

    @BeforeAll
    void install() {
        Images.build(Checkout.root());
        platform = Platform.start(PlatformOptions.small().mail(6, 20, 7).atTheTimeItIs());
        installation =
                new ClusterInstallation(platform, Path.of(Objects.requireNonNull(System.getenv("RAPPORT_TEST_NODE"))));
        installation.install(Images.version());
        prometheus = installation.prometheus();
        api = new Api(platform, installation::url);
    }

    @AfterAll
    @SuppressWarnings("NullAway") // what did not start is not there
    void stop() throws Exception {
        for (AutoCloseable part : Arrays.<AutoCloseable>asList(prometheus, installation, platform)) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    @Order(1)
    void itIsInstalledAndHelmsTestPasses() {
        assertThat(running(HERE))
                .hasSize(ServiceName.values().length)
                .allSatisfy(pod -> assertThat(restarts(pod)).isZero());
        await("Prometheus has found them")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.jobsUp())
                        .containsExactlyInAnyOrderElementsOf(Stream.of(ServiceName.values())
                                .map(ServiceName::folder)
                                .toList()));

        installation.test();
    }

    @Test
    @Order(2)
    void aWithdrawalEndsPodsThatRead() {
        platform.simulator().latency().median(2000);
        api.grant(List.of());
        await("there are pods").atMost(PATIENCE).until(() -> !pods(JOBS).isEmpty());
        long before = messageReads();
        await("one of them reads").atMost(PATIENCE).until(() -> messageReads() > before);

        api.withdraw();

        await("no Job is left, and no pod")
                .atMost(PATIENCE)
                .until(() -> jobs().isEmpty() && pods(JOBS).isEmpty());
        platform.simulator().latency().median(0);
    }

    @Test
    @Order(3)
    void aYearIsReadByJobsThoughOnePodIsKilledAndAnotherEvicted() {
        awaitTimeBeforeMidnight();
        platform.simulator().latency().median(500);
        api.grant(List.of());
        await("pods of two Jobs run").atMost(PATIENCE).until(() -> running(JOBS).size() >= 2);
        await("Prometheus has found one")
                .atMost(PATIENCE)
                .until(() -> prometheus.jobsUp().contains("ingestion-batch"));
        List<Pod> running = running(JOBS);
        pod(running.get(0)).withGracePeriod(0).delete();
        assertThat(pod(running.get(1)).evict()).isTrue();
        String evicted = running.get(1).getMetadata().getLabels().get("job-name");
        platform.simulator().latency().median(0);

        await("the year is read")
                .atMost(PATIENCE)
                .until(() -> "DONE".equals(api.ingestion().getString("state")));
        JsonPath done = api.ingestion();
        assertThat(done.<Integer>getList("batches.failed")).containsOnly(0);
        assertThat(done.getLong("counts.messages"))
                .as("each message once")
                .isPositive()
                .isEqualTo(done.getLong("batches.expectedEmails.sum()"));
        assertThat(jobs()).hasSize(MONTHS);
        await("the Job controller has seen each of them end")
                .atMost(PATIENCE)
                .until(() -> jobs().stream().allMatch(job -> isTrue(job, "Complete")));
        assertThat(jobs())
                .filteredOn(job -> job.getMetadata().getName().equals(evicted))
                .singleElement()
                .satisfies(job -> assertThat(job.getStatus().getFailed())
                        .as("an eviction is no failure of the shard")
                        .isIn(null, 0));
    }

    /** Exit code 43, by the Job's own policy: its shard fails at once and for good, and the others go on. */
    @Test
    @Order(4)
    void aShardThatCannotBeReadFailsAloneAndIsNotTriedAgain() {
        Job read = jobs().getFirst();
        int shards = read.getSpec().getCompletions();
        Job oneTooMany = new JobBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace(JOBS)
                        .withName("one-too-many")
                        .build())
                .withNewSpecLike(read.getSpec())
                .withCompletions(shards + 1)
                .withSelector(null)
                .editTemplate()
                .withNewMetadata()
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
        var created = installation.kubernetes().resource(oneTooMany);
        created.create();

        await("the Job has ended")
                .atMost(PATIENCE)
                .until(() -> isTrue(created.get(), "Failed") || isTrue(created.get(), "Complete"));

        JobStatus status = created.get().getStatus();
        assertThat(status.getFailedIndexes()).isEqualTo(Integer.toString(shards));
        assertThat(status.getFailed()).as("tried once").isEqualTo(1);
        assertThat(status.getSucceeded()).isEqualTo(shards);
        created.delete();
    }

    @Test
    @Order(5)
    void noRequestFailsWhileInsightsServiceIsReplaced() {
        await("what was read is shown")
                .atMost(PATIENCE)
                .until(() -> api.asSeller().get("/api/v1/contacts").statusCode() == 200);
        List<String> before = namesOf(ServiceName.INSIGHTS);
        var service = installation.url(ServiceName.INSIGHTS);

        try (Sellers sellers =
                new Sellers("/api/v1/contacts", platform.tokens().seller(Platform.TENANT), List.of(service))) {
            sellers.awaitAnswersFrom(service);
            deployment(ServiceName.INSIGHTS).rolling().restart();
            await("the new pod alone is there")
                    .atMost(PATIENCE)
                    .until(() -> namesOf(ServiceName.INSIGHTS).size() == before.size()
                            && namesOf(ServiceName.INSIGHTS).stream().noneMatch(before::contains)
                            && isReady(deployment(ServiceName.INSIGHTS).require()));
            sellers.awaitAnswersFrom(service);

            assertThat(sellers.failures()).isEmpty();
        }
    }

    @Test
    @Order(6)
    void aWithdrawalHidesEverythingAndIsProven() {
        String te = api.ingestion().getString("te");
        api.withdraw();

        await("nothing is shown")
                .atMost(Api.HIDDEN_WITHIN)
                .until(() -> api.asSeller().get("/api/v1/contacts").statusCode() == 409);
        await("the Jobs go").atMost(PATIENCE).until(() -> jobs().isEmpty());
        api.awaitCase(te, "APP_VERIFIED");
        assertThat(api.certificate(te, "app")).isNotBlank();
    }

    @Test
    @Order(7)
    void eachPanelOfTheDashboardShowsWhatHasHappened() {
        JsonPath dashboard = JsonPath.from(installation.dashboard());
        List<String> titles = dashboard.getList("panels.findAll { it.targets }.title");
        List<List<String>> expressions = dashboard.getList("panels.findAll { it.targets }.targets.expr");

        assertThat(IntStream.range(0, titles.size())
                        .filter(panel -> expressions.get(panel).stream().noneMatch(this::hasShown))
                        .mapToObj(titles::get))
                .as("panels without anything")
                .containsExactly("Server errors by path");
    }

    @Test
    @Order(8)
    void killedPodsAlarmNobody() {
        assertThat(prometheus.ruleErrors()).isEmpty();
        assertThat(prometheus.seriesOf("ALERTS{alertstate=\"firing\"}")).isEmpty();
    }

    @Test
    @Order(9)
    void nothingRunsOnceItIsUninstalled() {
        installation.uninstall();

        await().atMost(PATIENCE).until(() -> pods(HERE).isEmpty());
        await("each service is missed")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.seriesOf("ALERTS{alertname=~\".*NotWatched\"}"))
                        .extracting(alert -> alert.get("alertname"))
                        .containsOnly(
                                "RapportConsentNotWatched",
                                "RapportInsightsNotWatched",
                                "RapportPurgeNotWatched",
                                "RapportReadingNotWatched"));
    }

    /** Pods have the machine's clock, which cannot be moved, and a day that ends meanwhile would be a batch of its own. */
    private static void awaitTimeBeforeMidnight() {
        await("midnight is past")
                .atMost(PATIENCE)
                .until(() -> LocalTime.now(ZoneOffset.UTC).isBefore(LATEST));
    }

    private boolean hasShown(String expression) {
        return !prometheus
                .seriesOf(expression.replace("$__rate_interval", "1m"))
                .isEmpty();
    }

    private long messageReads() {
        return platform.simulator().log().since(0).stream()
                .filter(read -> read.kind().startsWith("messages"))
                .count();
    }

    private List<Pod> pods(String namespace) {
        return installation.kubernetes().pods().inNamespace(namespace).list().getItems();
    }

    private List<Pod> running(String namespace) {
        return pods(namespace).stream()
                .filter(pod -> pod.getStatus().getPhase().equals("Running"))
                .toList();
    }

    private PodResource pod(Pod pod) {
        return installation
                .kubernetes()
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName());
    }

    private List<Job> jobs() {
        return installation
                .kubernetes()
                .batch()
                .v1()
                .jobs()
                .inNamespace(JOBS)
                .list()
                .getItems();
    }

    private List<String> namesOf(ServiceName service) {
        return installation
                .kubernetes()
                .pods()
                .inNamespace(HERE)
                .withLabel("app.kubernetes.io/name", service.folder())
                .list()
                .getItems()
                .stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    private RollableScalableResource<Deployment> deployment(ServiceName service) {
        return installation.kubernetes().apps().deployments().inNamespace(HERE).withName("rapport-" + service.folder());
    }

    private static boolean isReady(Deployment deployment) {
        return Objects.equals(
                deployment.getStatus().getReadyReplicas(), deployment.getSpec().getReplicas());
    }

    private static boolean isTrue(Job job, String condition) {
        return job.getStatus().getConditions().stream()
                .anyMatch(one ->
                        one.getType().equals(condition) && one.getStatus().equals("True"));
    }

    private static int restarts(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .mapToInt(ContainerStatus::getRestartCount)
                .sum();
    }
}
