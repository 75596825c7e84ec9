package io.rapport.journeys;

import static org.awaitility.Awaitility.await;

import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A small tenant, all real parts and the four services as processes; and the few things people do there. */
final class World extends Api implements AutoCloseable {

    private final Map<ServiceName, ServiceProcess> services = new EnumMap<>(ServiceName.class);

    World(PlatformOptions options) {
        this(Platform.start(options));
    }

    private World(Platform platform) {
        super(platform, platform::url);
        try {
            for (ServiceName name : ServiceName.values()) {
                services.put(
                        name,
                        ServiceProcess.launch(
                                name,
                                platform().configForWhole(name),
                                platform().directory()));
            }
            services.values().forEach(ServiceProcess::awaitReady);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** kill -9. */
    void crash(ServiceName name) {
        ServiceProcess process = services.remove(name);
        if (process != null) {
            process.kill();
        }
    }

    void restart(ServiceName name) {
        services.put(
                name,
                ServiceProcess.start(
                        name, platform().configForWhole(name), platform().directory()));
    }

    /** A command of a service, as an operator runs it beside the service. @return its exit code */
    int run(ServiceName name, String... arguments) throws InterruptedException {
        return ServiceProcess.launch(
                        name, platform().configForWhole(name), platform().directory(), arguments)
                .process()
                .waitFor();
    }

    /** SQL that no service would run. */
    void execute(ServiceName owner, String sql) throws SQLException {
        Map<String, String> config = platform().configFor(owner);
        String url =
                "jdbc:postgresql://127.0.0.1:" + platform().postgresPort() + "/" + config.get("rapport.database.name");
        try (Connection connection = DriverManager.getConnection(
                        url, config.get("quarkus.datasource.username"), config.get("quarkus.datasource.password"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Path newestSnapshot(String te) {
        return whole(te).max(Comparator.naturalOrder()).orElseThrow();
    }

    /** Waits for one of the last 24 hours: those from before the clock was set forward are about to expire. */
    void awaitSnapshot(String te) {
        await().atMost(PATIENCE).until(() -> {
            String aDayAgo = platform().clock().now().minus(Duration.ofDays(1)).toString();
            return whole(te).anyMatch(file -> file.getFileName().toString().compareTo(aDayAgo.replace(':', '-')) > 0);
        });
    }

    private Stream<Path> whole(String te) {
        return snapshots(te).stream().filter(file -> file.toString().endsWith(".snapshot"));
    }

    /** What lies in the backup store of an epoch. */
    List<Path> snapshots(String te) {
        Path folder = Path.of(platform().configFor(ServiceName.INSIGHTS).get("rapport.backup.dir"))
                .resolve(te);
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.<Path>empty()) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        services.values().forEach(ServiceProcess::close);
        services.clear();
        platform().close();
    }
}
