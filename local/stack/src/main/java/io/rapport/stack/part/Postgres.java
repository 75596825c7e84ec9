package io.rapport.stack.part;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * One PostgreSQL server with a database and a role for each service; no role may connect to another's database. The
 * server is a process of its own and outlives a killed JVM: its pid is the first line of {@code postmaster.pid}.
 */
public final class Postgres implements AutoCloseable {

    private static final String SUPERUSER = "postgres";
    private static final String PASSWORDS_ONLY =
            "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n";

    private final EmbeddedPostgres server;
    private final Path data;

    private Postgres(EmbeddedPostgres server, Path data) {
        this.server = server;
        this.data = data;
    }

    /** A service's database; its role has the same name. */
    public record Database(String name, String password) {}

    /**
     * @param data kept between runs; made if absent
     * @param durable false turns fsync off, for tests
     * @throws UncheckedIOException if the port is taken or the server does not start
     */
    public static Postgres start(
            Path data, int port, String superuserPassword, List<Database> databases, boolean durable) {
        try {
            refuseTakenPort(port);
            boolean fresh = !Files.exists(data.resolve("PG_VERSION"));
            var builder = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(binaries().toFile())
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setServerConfig("max_connections", "150")
                    .setServerConfig("timezone", "Etc/UTC")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "''");
            // The embedding turns both off on its own.
            builder.setServerConfig("fsync", durable ? "on" : "off")
                    .setServerConfig("synchronous_commit", durable ? "on" : "off")
                    .setServerConfig("full_page_writes", durable ? "on" : "off");
            if (!fresh) {
                builder.setConnectConfig("password", superuserPassword);
            }
            Postgres postgres = new Postgres(builder.start(), data);
            try (Connection connection = connect(port, superuserPassword)) {
                refuseStranger(connection, data);
                if (fresh) {
                    prepare(connection, data, superuserPassword, databases);
                }
            } catch (SQLException | IOException | RuntimeException e) {
                postgres.close();
                throw e;
            }
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL did not start: " + e.getMessage(), e);
        }
    }

    /** The server's process; its workers are its children. */
    public ProcessHandle process() {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what it holds in memory to its files, as it does every few minutes by itself, and waits for the disk. */
    public void checkpoint(String superuserPassword) {
        try (Connection connection = connect(port(), superuserPassword);
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        } catch (SQLException e) {
            throw new IllegalStateException("The checkpoint failed", e);
        }
    }

    /**
     * Takes a base backup of the running server, as {@code pg_basebackup} does: from it everything of this moment can be
     * restored.
     *
     * @param target must not exist
     */
    public void backUp(String superuserPassword, Path target) {
        try (Connection connection = connect(port(), superuserPassword);
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_backup_start('base backup', true)");
            copy(data, target);
            try (ResultSet stopped = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                stopped.next();
                Files.writeString(target.resolve("backup_label"), stopped.getString(1));
            }
            // The log until the end of the backup makes the copied files whole.
            copy(data.resolve("pg_wal"), target.resolve("pg_wal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("The base backup failed", e);
        }
    }

    /** Files come and go while the server runs; the log tells what of it counts. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                // The server starts only on folders that nobody else can read.
                Files.setPosixFilePermissions(
                        Files.createDirectories(
                                to.resolve(from.relativize(folder).toString())),
                        PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.getFileName().toString().startsWith("postmaster")
                        && !file.getFileName().toString().equals("epg-lock")) {
                    Files.copy(
                            file,
                            to.resolve(from.relativize(file).toString()),
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A crash: kill -9 of the server; its children notice and end, too. */
    public void kill() {
        try {
            ProcessHandle postmaster = process();
            List<ProcessHandle> children = postmaster.children().toList();
            postmaster.destroyForcibly();
            postmaster.onExit().join();
            children.forEach(child -> child.onExit().join());
            // Complains that there is nothing to stop, and lets go of its lock.
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** TCP port on loopback. */
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The embedded server's readiness check accepts any PostgreSQL that answers on the port, so it must be free. */
    private static void refuseTakenPort(int port) throws IOException {
        try (var probe = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            probe.getLocalPort();
        } catch (IOException e) {
            throw new IOException("port " + port + " is taken", e);
        }
    }

    private static void refuseStranger(Connection connection, Path data) throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            row.next();
            if (!Path.of(row.getString(1)).toRealPath().equals(data.toRealPath())) {
                throw new IOException("another PostgreSQL answers on the port");
            }
        }
    }

    private static void prepare(Connection connection, Path data, String superuserPassword, List<Database> databases)
            throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("alter role postgres password '" + superuserPassword + "'");
            for (Database database : databases) {
                String name = '"' + database.name() + '"';
                statement.execute("create role " + name + " login password '" + database.password() + "'");
                statement.execute("create database " + name + " owner " + name);
                statement.execute("revoke connect, temporary on database " + name + " from public");
            }
            Files.writeString(data.resolve("pg_hba.conf"), PASSWORDS_ONLY);
            statement.execute("select pg_reload_conf()");
        }
    }

    private static Connection connect(int port, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", password);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", properties);
    }

    /** The unpacked server is shared by all stacks of one user; another user could not write there. */
    private static Path binaries() throws IOException {
        String user = System.getProperty("user.name", "user");
        String safe = new String(user.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII)
                .replaceAll("[^A-Za-z0-9._-]", "_");
        return Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "rapport-postgres-" + safe));
    }
}
