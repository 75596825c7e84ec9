package io.rapport.insights.snapshot;

import io.rapport.contracts.ids.Te;
import io.rapport.insights.epoch.Partition;
import io.rapport.kit.keys.EpochCipher;
import jakarta.inject.Singleton;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.PGConnection;

/**
 * Takes snapshots of epochs, {@code <te>/2026-01-01T00-00-00Z.snapshot} in a folder or a container. Inside:
 * the moment, then each table's name, columns and rows in PostgreSQL's binary COPY format, compressed, then sealed with
 * the epoch's key; when the key is destroyed the snapshot is noise. {@link Restore} reads it.
 */
@Singleton
public class Snapshots {

    private static final String UNFINISHED = ".unfinished";

    private final DataSource database;
    private final Optional<SnapshotStore> store;

    /**
     * @param azureUrl a container's URL with a shared access signature; in place of the folder
     * @throws IllegalStateException if both are set
     */
    Snapshots(
            DataSource database,
            @ConfigProperty(name = "rapport.backup.dir") Optional<Path> directory,
            @ConfigProperty(name = "rapport.backup.azure-url") Optional<String> azureUrl) {
        if (directory.isPresent() && azureUrl.isPresent()) {
            throw new IllegalStateException("Set rapport.backup.dir or rapport.backup.azure-url, not both.");
        }
        this.database = database;
        Path spool = Path.of(System.getProperty("java.io.tmpdir"), "rapport-snapshots");
        this.store =
                directory.<SnapshotStore>map(FolderStore::new).or(() -> azureUrl.map(url -> new BlobStore(url, spool)));
    }

    boolean enabled() {
        return store.isPresent();
    }

    /**
     * Writes a snapshot of one moment. It appears whole or not at all.
     *
     * @param wanted asked at the end: a snapshot of an epoch that was withdrawn meanwhile is thrown away
     */
    void take(Te te, EpochCipher cipher, Instant at, BooleanSupplier wanted) throws IOException, SQLException {
        SnapshotStore target = store.orElseThrow();
        String name = at.truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-');
        Path unfinished = Files.createDirectories(target.drafts(te)).resolve(name + UNFINISHED);
        try {
            write(te, cipher, at, unfinished);
            if (!wanted.getAsBoolean()) {
                throw new IOException("the epoch was withdrawn meanwhile");
            }
            target.keep(te, name + ".snapshot", unfinished);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void write(Te te, EpochCipher cipher, Instant at, Path file) throws IOException, SQLException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream bytes = Channels.newOutputStream(channel);
                SealedStream sealed = new SealedStream(bytes, cipher, te);
                GZIPOutputStream compressed = new GZIPOutputStream(sealed);
                DataOutputStream out = new DataOutputStream(compressed)) {
            out.writeLong(at.getEpochSecond());
            copy(te, out);
            out.flush();
            compressed.finish();
            sealed.close();
            channel.force(true);
        }
    }

    private void copy(Te te, DataOutputStream out) throws IOException, SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            for (Partition table : Partition.values()) {
                out.writeUTF(table.parent());
                out.writeUTF(columns(connection, table));
                try (FramedOutput rows = new FramedOutput(out)) {
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut("COPY " + table.of(te) + " TO STDOUT (FORMAT binary)", rows);
                }
            }
            connection.rollback();
        }
    }

    /** By name, so that a later version of the table can still tell what is what. */
    static String columns(Connection connection, Partition table) throws SQLException {
        try (PreparedStatement columns = connection.prepareStatement(
                "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
                        + " WHERE attrelid = CAST(? AS regclass) AND attnum > 0 AND NOT attisdropped")) {
            columns.setString(1, table.parent());
            try (ResultSet row = columns.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** Throws away what a crash left half written. */
    public void discardUnfinished(Te te) {
        Path drafts = store.map(target -> target.drafts(te))
                .filter(Files::isDirectory)
                .orElse(null);
        if (drafts == null) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(drafts, "*" + UNFINISHED)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
