package io.rapport.insights.snapshot;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.insights.epoch.Epochs;
import io.rapport.insights.epoch.Partition;
import io.rapport.insights.vault.Blocks;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.vault.Vault;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.keys.EpochCipher;
import io.rapport.kit.keys.EpochKeys;
import io.rapport.kit.keys.KeyState;
import jakarta.inject.Singleton;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Brings an epoch back from a snapshot, whole or not at all. It refuses what must not come back: an epoch that is closed
 * here or at consent-service, and a snapshot from before somebody was erased who could still be in it. Who is blocked, and
 * mailboxes whose sharing has ended, are left out before anything can be read.
 */
@Singleton
public class Restore {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final DataSource database;
    private final ConsentGate gate;
    private final EpochKeys keys;
    private final Epochs epochs;

    Restore(DataSource database, ConsentGate gate, EpochKeys keys, Epochs epochs) {
        this.database = database;
        this.gate = gate;
        this.keys = keys;
        this.epochs = epochs;
    }

    /** What came back. */
    public record Restored(Te te, Instant takenAt, long rows, int keptOut) {}

    /**
     * Blocks until done.
     *
     * @param replace whether what is stored of the epoch now may be thrown away
     * @throws Refused with one sentence, nothing having changed
     */
    public Restored from(Path file, boolean replace) throws Refused {
        try {
            Te te = te(file);
            ConsentState consent = gate.epoch(te)
                    .filter(known -> gate.open(te))
                    .orElseThrow(() -> new Refused(
                            "The epoch " + te + " is not open: it was withdrawn, or consent-service cannot be asked."));
            if (!(keys.of(te).await().atMost(PATIENCE) instanceof KeyState.Available(EpochCipher cipher))) {
                throw new Refused("The key of the epoch " + te + " cannot be had.");
            }
            // To the very end first: a damaged file must be noticed before anything changes.
            read(file, te, cipher, (table, columns, rows) -> rows.transferTo(OutputStream.nullOutputStream()));
            epochs.open(consent).await().atMost(PATIENCE);
            return inTransaction(file, consent, new Vault(te, cipher), replace);
        } catch (Epochs.Fenced e) {
            throw new Refused("The epoch is closed here.");
        } catch (IOException e) {
            throw new Refused("The snapshot cannot be read: " + e.getMessage() + ".");
        } catch (SQLException e) {
            throw new Refused("The database refused: " + e.getSQLState() + ".");
        }
    }

    private interface Table {
        void take(Partition table, String columns, InputStream rows) throws IOException, SQLException, Refused;
    }

    private static Te te(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            return OpenedStream.te(in);
        }
    }

    /** @return when the snapshot was taken */
    private static Instant read(Path file, Te te, EpochCipher cipher, Table each)
            throws IOException, SQLException, Refused {
        try (DataInputStream raw = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            OpenedStream.te(raw);
            DataInputStream in = new DataInputStream(new GZIPInputStream(new OpenedStream(raw, cipher, te)));
            Instant takenAt = Instant.ofEpochSecond(in.readLong());
            for (Partition table : Partition.values()) {
                if (!table.parent().equals(in.readUTF())) {
                    throw new Refused("The snapshot was made by another version, with other tables.");
                }
                each.take(table, in.readUTF(), new FramedInput(in));
            }
            if (in.read() >= 0) {
                throw new Refused("The snapshot was made by another version, with more tables.");
            }
            return takenAt;
        }
    }

    private Restored inTransaction(Path file, ConsentState consent, Vault vault, boolean replace)
            throws IOException, SQLException, Refused {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Restored restored = restore(connection, file, consent, vault, replace);
                connection.commit();
                return restored;
            } catch (IOException | SQLException | Refused | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private Restored restore(Connection connection, Path file, ConsentState consent, Vault vault, boolean replace)
            throws IOException, SQLException, Refused {
        Te te = vault.te();
        if (number(
                        connection,
                        "UPDATE floor SET times_alone = times_alone + 1 WHERE tenant = ? RETURNING floor",
                        consent.tenant().value())
                > consent.epoch()) {
            throw new Refused("The epoch " + te + " is closed here.");
        }
        if (!replace && number(connection, "SELECT count(*) FROM unit WHERE te = ?", te.value()) > 0) {
            throw new Refused("Something of the epoch is stored already: say --replace to throw it away.");
        }
        long[] rows = new long[1];
        try (Statement statement = connection.createStatement()) {
            for (Partition table : Partition.values()) {
                statement.execute("TRUNCATE " + table.of(te));
            }
            Instant takenAt = read(file, te, vault.cipher(), (table, columns, data) -> {
                if (!columns.equals(Snapshots.columns(connection, table))) {
                    throw new Refused("The snapshot was made by another version, with other columns.");
                }
                rows[0] += connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY " + table.of(te) + " FROM STDIN (FORMAT binary)", data);
            });
            mayComeBack(connection, consent, takenAt);
            statement.execute("SELECT setval('" + Partition.mailboxNumbers(te)
                    + "', (SELECT coalesce(max(mailbox_id), 0) + 1 FROM mailbox WHERE te = " + te.value() + "))");
            statement.execute("SELECT setval('" + Partition.contactNumbers(te)
                    + "', (SELECT coalesce(max(contact_id), 0) + 1 FROM contact WHERE te = " + te.value() + "))");
            // After the numbers: that of somebody who is kept out is given to nobody else.
            int keptOut = keepOut(connection, consent, vault);
            leaveOutRemoved(connection, te);
            // What is still on the topic is applied again; units that are there already change nothing.
            statement.execute("DELETE FROM topic_offset");
            return new Restored(te, takenAt, rows[0], keptOut);
        }
    }

    private static void mayComeBack(Connection connection, ConsentState consent, Instant takenAt)
            throws SQLException, Refused {
        try (PreparedStatement erased = connection.prepareStatement(
                "SELECT count(*) FROM erasure WHERE tenant = ?" + " AND found AND NOT blocked AND erased_at >= ?")) {
            erased.setObject(1, consent.tenant().value());
            erased.setTimestamp(2, Timestamp.from(takenAt));
            try (ResultSet row = erased.executeQuery()) {
                row.next();
                if (row.getLong(1) > 0) {
                    throw new Refused("Somebody was erased after this snapshot and could come back: take a later one.");
                }
            }
        }
    }

    /** @return how many people were left out because they are blocked */
    private static int keepOut(Connection connection, ConsentState consent, Vault vault) throws SQLException {
        byte[] salt = bytes(connection, "SELECT salt FROM block_salt WHERE tenant = ?", consent);
        if (salt.length == 0) {
            return 0;
        }
        Set<String> blocked = new HashSet<>();
        try (PreparedStatement digests = connection.prepareStatement("SELECT digest FROM blocked WHERE tenant = ?")) {
            digests.setObject(1, consent.tenant().value());
            try (ResultSet row = digests.executeQuery()) {
                while (row.next()) {
                    blocked.add(HexFormat.of().formatHex(row.getBytes(1)));
                }
            }
        }
        List<Integer> out = new ArrayList<>();
        try (PreparedStatement contacts =
                connection.prepareStatement("SELECT contact_id, blind, sealed FROM contact WHERE te = ?")) {
            contacts.setLong(1, vault.te().value());
            try (ResultSet row = contacts.executeQuery()) {
                while (row.next()) {
                    String address = vault.open(Partition.CONTACT.parent(), row.getBytes(2), row.getBytes(3))
                            .address();
                    if (blocked.contains(HexFormat.of().formatHex(Blocks.digest(salt, address)))) {
                        out.add(row.getInt(1));
                    }
                }
            }
        }
        for (Partition table : Partition.NAMING_CONTACTS) {
            try (PreparedStatement delete = connection.prepareStatement(
                    "DELETE FROM " + table.parent() + " WHERE te = ? AND contact_id = ANY (?)")) {
                delete.setLong(1, vault.te().value());
                delete.setArray(2, connection.createArrayOf("int4", out.toArray()));
                delete.executeUpdate();
            }
        }
        return out.size();
    }

    /** Mailboxes whose sharing has ended since, and whom only they knew. */
    private static void leaveOutRemoved(Connection connection, Te te) throws SQLException {
        for (Partition table : Partition.NAMING_MAILBOXES) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table.parent()
                    + " WHERE te = ? AND mailbox_id IN (SELECT m.mailbox_id FROM mailbox m JOIN mailbox_fence f"
                    + " USING (te, user_id) WHERE m.te = ? AND m.period < f.before)")) {
                delete.setLong(1, te.value());
                delete.setLong(2, te.value());
                delete.executeUpdate();
            }
        }
        try (PreparedStatement unknown =
                connection.prepareStatement("DELETE FROM contact c WHERE te = ? AND " + Contacts.UNKNOWN)) {
            unknown.setLong(1, te.value());
            unknown.executeUpdate();
        }
    }

    private static byte[] bytes(Connection connection, String sql, ConsentState consent) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, consent.tenant().value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getBytes(1) : new byte[0];
            }
        }
    }

    private static long number(Connection connection, String sql, Object parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** The snapshot was not restored, for a reason that is one sentence. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why, null, false, false);
        }

        /** The sentence. */
        public String why() {
            return String.valueOf(getMessage());
        }
    }
}
