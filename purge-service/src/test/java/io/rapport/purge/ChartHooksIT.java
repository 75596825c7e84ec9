package io.rapport.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.rapport.stack.Checkout;
import io.rapport.stack.Endpoints;
import io.rapport.stack.Secrets;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import io.rapport.stack.StackDirectory;
import io.rapport.stack.part.Postgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the chart runs beside the service, with the commands and the environment that its reviewed rendering has: the
 * migration, and the question whether services are ready. There is a PostgreSQL server and nothing else. In order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // filled before all
class ChartHooksIT {

    private static final String RENDERED = "helm/src/test/resources/golden/production.yaml";
    private static final ServiceName SERVICE = ServiceName.PURGE;

    @TempDir
    static Path folder;

    private final Endpoints endpoints = Endpoints.free();
    private StackDirectory directory;
    private Secrets secrets;
    private Postgres postgres;

    @BeforeAll
    void start() {
        directory = new StackDirectory(folder);
        directory.create();
        secrets = Secrets.of(directory);
        var database = new Postgres.Database(SERVICE.database(), secrets.databasePassword(SERVICE));
        postgres = Postgres.start(
                directory.postgres(), endpoints.postgres(), secrets.postgresPassword(), List.of(database), false);
    }

    @AfterAll
    void stop() {
        postgres.close();
    }

    @Test
    @Order(1)
    void withAWrongPasswordNothingIsMigratedAndTheJobFails() throws Exception {
        assertThat(migrate("guess")).isNotZero();
        assertThat(tables()).isZero();
    }

    @Test
    @Order(2)
    void anEmptyDatabaseIsBroughtUpToDateAndTheJobSucceeds() throws Exception {
        assertThat(migrate(secrets.databasePassword(SERVICE))).isZero();
        assertThat(tables()).isPositive();
        assertThat(Files.readString(directory.log(SERVICE.folder())))
                .as("nobody else was asked")
                .doesNotContain("OIDC Server is not available", "org.apache.kafka");
    }

    @Test
    @Order(3)
    void theServiceThenStartsWithoutMigratingAndIsFoundReady() throws Exception {
        Map<String, String> config = new HashMap<>(endpoints.configFor(SERVICE, directory, secrets));
        config.put("quarkus.flyway.migrate-at-start", "false");

        try (ServiceProcess service = ServiceProcess.start(SERVICE, config, directory)) {
            assertThat(checkReady(service.url())).isEqualTo(new Ending(0, service.url() + " is ready.\n"));
        }
    }

    @Test
    @Order(4)
    void aServiceThatIsGoneIsFoundMissing() throws Exception {
        URI nowhere = endpoints.url(SERVICE);
        assertThat(checkReady(nowhere)).isEqualTo(new Ending(1, nowhere + " does not answer.\n"));
    }

    /** @param said on standard output */
    private record Ending(int code, String said) {}

    /** As the pod of {@code helm test} does: its command, on this machine. */
    private static Ending checkReady(URI service) throws Exception {
        Container container = rendered(Pod.class, "rapport-test-ready")
                .getSpec()
                .getContainers()
                .getFirst();
        String packaged = Checkout.root()
                .resolve(SERVICE.folder())
                .resolve("target/quarkus-app")
                .toString();
        List<String> command = new ArrayList<>(container.getCommand().stream()
                .map(word -> word.replaceFirst("^/opt/java", System.getProperty("java.home"))
                        .replaceFirst("^/app", packaged))
                .toList());
        command.add(service.toString());
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Ending(codeOf(process), Files.readString(said));
    }

    private int migrate(String password) throws Exception {
        Map<String, String> environment = new HashMap<>();
        rendered(Job.class, "rapport-migrate-purge")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .forEach(env -> environment.put(env.getName(), value(env, password)));
        environment.put("RAPPORT_DATABASE_HOST", "127.0.0.1");
        environment.put("RAPPORT_DATABASE_PORT", Integer.toString(endpoints.postgres()));
        return codeOf(ServiceProcess.launch(SERVICE, environment, directory).process());
    }

    private static int codeOf(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("the process ends by itself")
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String value(EnvVar env, String password) {
        return switch (env.getName()) {
            case "QUARKUS_DATASOURCE_USERNAME" -> SERVICE.database();
            case "QUARKUS_DATASOURCE_PASSWORD" -> password;
            default -> env.getValue() == null ? "from another Secret" : env.getValue();
        };
    }

    private static <T extends HasMetadata> T rendered(Class<T> kind, String name) throws IOException {
        Object rendered = new KubernetesSerialization()
                .unmarshal(Files.readString(Checkout.root().resolve(RENDERED)));
        return ((Collection<?>) rendered)
                .stream()
                        .filter(kind::isInstance)
                        .map(kind::cast)
                        .filter(object -> object.getMetadata().getName().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private int tables() throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + endpoints.postgres() + "/" + SERVICE.database();
        try (Connection connection =
                        DriverManager.getConnection(url, SERVICE.database(), secrets.databasePassword(SERVICE));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from information_schema.tables where table_schema = 'public'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
