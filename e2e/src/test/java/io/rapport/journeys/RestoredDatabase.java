package io.rapport.journeys;

import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import io.rapport.stack.part.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** insights-service's database as it was when a base backup was taken, running beside the present one. */
final class RestoredDatabase implements AutoCloseable {

    private final Platform platform;
    private final Postgres server;
    private final Map<String, String> config;

    private RestoredDatabase(Platform platform, Postgres server, Map<String, String> config) {
        this.platform = platform;
        this.server = server;
        this.config = config;
    }

    /** @param files a base backup, which the server will write to */
    static RestoredDatabase start(Platform platform, Path files) throws IOException {
        Postgres server = platform.restorePostgres(files);
        Map<String, String> config = new HashMap<>(platform.configForWhole(ServiceName.INSIGHTS));
        config.put("rapport.database.port", Integer.toString(server.port()));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            config.put("quarkus.http.port", Integer.toString(free.getLocalPort()));
        }
        return new RestoredDatabase(platform, server, config);
    }

    /** A copy to work on. */
    static Path copy(Path backup) throws IOException {
        Path copy = Files.createTempDirectory("restored-").resolve("data");
        try (Stream<Path> files = Files.walk(backup)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        copy.resolve(backup.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return copy;
    }

    /** Every file in which a text stands as it is. */
    static List<Path> filesWith(Path folder, String text) throws IOException {
        String wanted = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> read(file).contains(wanted))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** insights-service on it, once it is ready. */
    ServiceProcess insights() {
        return ServiceProcess.start(ServiceName.INSIGHTS, config, platform.directory());
    }

    /** The tables that bear an epoch in their name. */
    List<String> tablesOf(String te) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + config.get("rapport.database.name");
        try (Connection connection = DriverManager.getConnection(
                        url, config.get("quarkus.datasource.username"), config.get("quarkus.datasource.password"));
                PreparedStatement select = connection.prepareStatement(
                        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%te\\_' || ?")) {
            select.setString(1, te);
            List<String> tables = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            return tables;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
