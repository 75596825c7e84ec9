package io.rapport.ingestion.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rapport.simulator.http.Faults;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The packaged service with the command {@code read-batch}, as a Job's pod starts it. In order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // filled before all
class ReadBatchIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int NEWEST = 1;

    private Platform platform;
    private ServiceProcess consent;
    private ReadTenant tenant;

    /** The service plans, cuts the newest batch, and is gone before it has read much. */
    @BeforeAll
    void planABatch() {
        platform = Platform.start(PlatformOptions.small());
        consent = platform.start(ServiceName.CONSENT);
        tenant = new ReadTenant(platform, 8, 40, Duration.ZERO);
        platform.simulator().latency().median(200);
        Map<String, String> config = new HashMap<>(platform.configFor(ServiceName.INGESTION));
        config.put("rapport.ingestion.emails-per-shard", "60");
        try (ServiceProcess service = ServiceProcess.start(ServiceName.INGESTION, config, platform.directory())) {
            RestAssured.baseURI = "http://127.0.0.1";
            RestAssured.port = service.url().getPort();
            tenant.grant();
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> tenant.progress().getInt("batches[0].shards") > 1);
        }
    }

    @AfterAll
    void stop() {
        RestAssured.reset();
        consent.close();
        platform.close();
    }

    @Test
    @Order(1)
    void whoIsToldToEndGivesItsMailboxesUpAtOnce() throws Exception {
        platform.simulator().latency().median(1000);
        long before = messageReads();
        Process told = readBatch(0, Map.of());
        await("it reads").atMost(PATIENCE).until(() -> messageReads() > before);

        told.destroy();

        assertThat(codeOf(told)).as("ended by SIGTERM").isEqualTo(143);
        platform.simulator().latency().median(0);
        assertThat(codeOf(readBatch(0, Map.of("rapport.batch.idle", "1s"))))
                .as("another need not wait until its claims have run out")
                .isZero();
    }

    @Test
    @Order(2)
    void whatGraphThrottlesForTooLongIsNoPodsToWaitFor() throws Exception {
        platform.simulator().faults().add(new Faults.Fault("/messages", 1000, Faults.Mode.STATUS, 429, "1"));

        Process throttled = readBatch(1, Map.of("rapport.batch.idle", "1s", "rapport.ingestion.patience", "1s"));

        assertThat(codeOf(throttled)).isEqualTo(44);
        platform.simulator().faults().clear();
    }

    @Test
    @Order(3)
    void aShardThatIsNotThereIsHopeless() throws Exception {
        assertThat(codeOf(readBatch(99, Map.of()))).isEqualTo(43);
    }

    @Test
    @Order(4)
    void aWithdrawalEndsIt() throws Exception {
        platform.simulator().latency().median(1000);
        long before = messageReads();
        Process reading = readBatch(1, Map.of());
        await("it reads").atMost(PATIENCE).until(() -> messageReads() > before);

        tenant.withdraw();

        assertThat(codeOf(reading)).isEqualTo(42);
        long after = messageReads();
        assertThat(codeOf(readBatch(1, Map.of())))
                .as("and there is nothing to begin anew")
                .isEqualTo(42);
        assertThat(messageReads()).isEqualTo(after);
    }

    private Process readBatch(int shard, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(platform.configFor(ServiceName.INGESTION));
        config.put("quarkus.http.port", "0");
        config.put("rapport.batch.tenant", tenant.id().toString());
        config.put("rapport.batch.epoch", "1");
        config.put("rapport.batch.number", Integer.toString(NEWEST));
        config.put("job.completion.index", Integer.toString(shard));
        config.putAll(more);
        return ServiceProcess.launch(ServiceName.INGESTION, config, platform.directory(), "read-batch")
                .process();
    }

    private static int codeOf(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("it ends")
                .isTrue();
        return process.exitValue();
    }

    private long messageReads() {
        return platform.simulator().log().since(0).stream()
                .filter(read -> read.kind().startsWith("messages"))
                .count();
    }
}
