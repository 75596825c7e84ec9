package io.rapport.ingestion.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.rapport.simulator.http.Faults;
import io.rapport.simulator.tenant.SimulatedUser;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Batches as Jobs. The API server only keeps objects, so this test is the Job controller and the kubelet: it starts the
 * packaged service as a Job's container says, once for each index, and says how the Job ended. In order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // filled before all
class BatchJobsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MONTHS = 12;

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final KubernetesClient kubernetes = server.createClient();
    private Platform platform;
    private ServiceProcess consent;
    private ServiceProcess ingestion;
    private ReadTenant tenant;

    @BeforeAll
    void start() {
        platform = Platform.start(PlatformOptions.small());
        consent = platform.start(ServiceName.CONSENT);
        ingestion = startIngestion();
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = ingestion.url().getPort();
        tenant = new ReadTenant(platform, 8, 40, Duration.ZERO);
    }

    @AfterAll
    void stop() {
        RestAssured.reset();
        ingestion.close();
        consent.close();
        platform.close();
        kubernetes.close();
        server.destroy();
    }

    @Test
    @Order(1)
    void theNewestBatchesGetAJobEachWithAnIndexForEveryShard() {
        tenant.grant();

        await().atMost(PATIENCE).until(() -> jobs().size() == 3);
        assertThat(jobs()).extracting(BatchJobsIT::batch).containsExactly(1, 2, 3);
        assertThat(jobs())
                .extracting(job -> job.getSpec().getCompletions())
                .allMatch(shards -> shards > 1)
                .isEqualTo(tenant.progress().<Integer>getList("batches.shards").subList(0, 3));
        assertThat(tenant.progress().getInt("batches.done.sum()"))
                .as("the service leaves their mailboxes to them")
                .isZero();
    }

    @Test
    @Order(2)
    void aPodThatIsToldToEndGivesItsMailboxesUpAtOnce() throws Exception {
        platform.simulator().latency().median(1000);
        Process told = startReading(job(1), 0);

        told.destroy();

        assertThat(codeOf(told)).as("ended by SIGTERM").isEqualTo(143);
        platform.simulator().latency().median(0);
        assertThat(codeOf(pod(job(1), 0, Map.of("rapport.batch.idle", "1s"))))
                .as("another need not wait until its claims have run out")
                .isZero();
    }

    @Test
    @Order(3)
    void whatGraphThrottlesForTooLongIsNotAPodsToWaitFor() throws Exception {
        platform.simulator().faults().add(new Faults.Fault("/messages", 1000, Faults.Mode.STATUS, 429, "1"));

        Process throttled = pod(job(2), 0, Map.of("rapport.batch.idle", "1s", "rapport.ingestion.patience", "1s"));

        assertThat(codeOf(throttled)).isEqualTo(44);
        platform.simulator().faults().clear();
    }

    @Test
    @Order(4)
    void aShardThatIsNotThereIsHopeless() throws Exception {
        assertThat(codeOf(pod(job(1), 99, Map.of()))).isEqualTo(43);
    }

    @Test
    @Order(5)
    void theJobsOfAServiceThatWasKilledAreTakenOver() {
        List<String> before =
                jobs().stream().map(job -> job.getMetadata().getUid()).toList();
        ingestion.kill();
        ingestion = startIngestion();

        // It has looked at its Jobs once it goes on with the next batch.
        pods(job(1)).forEach(pod -> assertThat(codeOf(pod)).isZero());
        end(job(1), "Complete");
        await().atMost(PATIENCE).until(() -> jobs().stream().anyMatch(job -> batch(job) == 4));

        assertThat(jobs().stream().map(job -> job.getMetadata().getUid())).containsAll(before);
    }

    @Test
    @Order(6)
    void theBatchThatItsPodsHaveReadIsDone() {
        JsonPath progress = tenant.progress();

        assertThat(progress.getString("batches[0].state")).isEqualTo("DONE");
        assertThat(progress.getInt("batches[0].done"))
                .isEqualTo(progress.getInt("batches[0].units") - progress.getInt("batches[0].skipped"));
        assertThat(progress.getLong("batches[0].emails"))
                .isPositive()
                .isEqualTo(progress.getLong("batches[0].expectedEmails"));
    }

    @Test
    @Order(7)
    void aJobThatFailedIsMadeAnew() {
        Job failed = job(2);
        end(failed, "Failed");
        await("the next one does not wait for it")
                .atMost(PATIENCE)
                .until(() -> jobs().stream().anyMatch(job -> batch(job) == 5));
        assertThat(job(2).getMetadata().getUid())
                .as("it is left to be looked at")
                .isEqualTo(failed.getMetadata().getUid());

        platform.clock().advance(Duration.ofMinutes(6));
        await("it goes").atMost(PATIENCE).until(() -> jobs().stream().noneMatch(job -> batch(job) == 2));
        end(job(3), "Complete");

        await("it is the next, once there is room")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !job(2).getMetadata()
                        .getUid()
                        .equals(failed.getMetadata().getUid()));
    }

    @Test
    @Order(8)
    void whatJobsLeaveTheServiceReads() {
        await().atMost(PATIENCE).until(() -> {
            jobs().stream().filter(job -> conditions(job) == 0).forEach(job -> end(job, "Complete"));
            return "DONE".equals(tenant.progress().getString("state"));
        });

        JsonPath done = tenant.progress();
        assertThat(jobs())
                .extracting(BatchJobsIT::batch)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, MONTHS).boxed().toList());
        assertThat(done.<Integer>getList("batches.failed")).containsOnly(0);
        assertThat(done.getLong("counts.messages"))
                .isPositive()
                .isEqualTo(done.getLong("batches.expectedEmails.sum()"))
                .isEqualTo(mailHeld() - done.getLong("outsideYear"));
    }

    @Test
    @Order(9)
    void aWithdrawalEndsThePodsAndTakesTheJobsAway() throws Exception {
        tenant.withdraw();
        await("the Jobs of the first consent").atMost(PATIENCE).until(() -> jobs().isEmpty());
        tenant.grantAgain();
        await().atMost(PATIENCE).until(() -> jobs().size() == 3);
        platform.simulator().latency().median(1000);
        Job job = job(1);
        Process reading = startReading(job, 1);

        tenant.withdraw();

        assertThat(codeOf(reading)).isEqualTo(42);
        await().atMost(PATIENCE).until(() -> jobs().isEmpty());
        long after = messageReads();
        assertThat(codeOf(pod(job, 1, Map.of())))
                .as("a pod that comes too late")
                .isEqualTo(42);
        assertThat(messageReads()).isEqualTo(after);
    }

    private long mailHeld() {
        return tenant.directory().users().stream()
                .filter(user -> user.licensed() && user.mailbox() == SimulatedUser.MailboxKind.CLOUD)
                .flatMap(user -> tenant.directory().mailbox(user.id()).stream())
                .mapToLong(mailbox -> mailbox.messages().size())
                .sum();
    }

    private ServiceProcess startIngestion() {
        return ServiceProcess.start(ServiceName.INGESTION, config(), platform.directory());
    }

    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>(platform.configFor(ServiceName.INGESTION));
        config.put("rapport.ingestion.emails-per-shard", "120");
        config.put(
                "rapport.jobs.template",
                Path.of(Objects.requireNonNull(BatchJobsIT.class.getResource("/jobs/job.yaml"))
                                .getPath())
                        .toString());
        config.put("rapport.jobs.runs", "1s");
        config.put("kubernetes.master", kubernetes.getConfiguration().getMasterUrl());
        config.put("kubernetes.namespace", kubernetes.getNamespace());
        return config;
    }

    /** The Jobs of batches, the newest batch first. */
    private List<Job> jobs() {
        return kubernetes.batch().v1().jobs().inAnyNamespace().withLabel("rapport.io/te").list().getItems().stream()
                .sorted(Comparator.comparingInt(BatchJobsIT::batch))
                .toList();
    }

    private Job job(int number) {
        return jobs().stream().filter(job -> batch(job) == number).findFirst().orElseThrow();
    }

    private static int batch(Job job) {
        return Integer.parseInt(job.getMetadata().getLabels().get("rapport.io/batch"));
    }

    private static int conditions(Job job) {
        return job.getStatus() == null ? 0 : job.getStatus().getConditions().size();
    }

    private void end(Job job, String condition) {
        kubernetes
                .batch()
                .v1()
                .jobs()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .editStatus(now -> new JobBuilder(now)
                        .editOrNewStatus()
                        .addNewCondition()
                        .withType(condition)
                        .withStatus("True")
                        .withLastTransitionTime(platform.clock().now().toString())
                        .endCondition()
                        .endStatus()
                        .build());
    }

    /** Two at a time, as its parallelism has it. */
    private List<Process> pods(Job job) {
        List<Process> pods = new ArrayList<>();
        IntStream.range(0, job.getSpec().getCompletions()).forEach(index -> {
            if (index >= job.getSpec().getParallelism()) {
                codeOf(pods.get(index - job.getSpec().getParallelism()));
            }
            pods.add(pod(job, index, Map.of()));
        });
        return pods;
    }

    private Process startReading(Job job, int index) {
        long before = messageReads();
        Process pod = pod(job, index, Map.of());
        await("it reads").atMost(PATIENCE).until(() -> messageReads() > before);
        return pod;
    }

    /** What the chart's ConfigMap and Secrets give to a pod, the platform gives here. */
    private Process pod(Job job, int index, Map<String, String> more) {
        Container container =
                job.getSpec().getTemplate().getSpec().getContainers().getFirst();
        Map<String, String> environment = config();
        environment.put("quarkus.http.port", "0");
        container.getEnv().stream()
                .filter(env -> env.getName().startsWith("RAPPORT_BATCH_"))
                .forEach(env -> environment.put(env.getName(), env.getValue()));
        environment.put("JOB_COMPLETION_INDEX", Integer.toString(index));
        environment.putAll(more);
        return ServiceProcess.launch(
                        ServiceName.INGESTION,
                        environment,
                        platform.directory(),
                        container.getArgs().toArray(String[]::new))
                .process();
    }

    private static int codeOf(Process process) {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    private long messageReads() {
        return platform.simulator().log().since(0).stream()
                .filter(read -> read.kind().startsWith("messages"))
                .count();
    }
}
