package io.rapport.bench;

import io.rapport.contracts.ids.Te;
import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs at least to write an epoch's contacts and edges from another process: they are in memory, in the order in
 * which insights-service wrote them, and go over JDBC in statements like its own into tables with the same indexes. Nothing
 * is received, opened, looked up or remembered. For {@link PipelineBench}.
 */
final class WriterAlone implements AutoCloseable {

    /** About as many as insights-service writes at once. */
    private static final int ROWS_A_STATEMENT = 6_500;

    private final Platform platform;
    private final Te te;
    private final Connection reading;
    private final Connection writing;

    WriterAlone(Platform platform, Te te) throws SQLException {
        this.platform = platform;
        this.te = te;
        reading = Database.connect(platform, ServiceName.INSIGHTS);
        // Rows come as they are asked for only within a transaction.
        reading.setAutoCommit(false);
        writing = Database.connect(platform, ServiceName.INSIGHTS);
    }

    private record Edge(
            int mailbox, int day, int contact, int sent, int received, int meetings, int lastMinute, byte[] facts) {}

    private record Contact(int id, byte[] blind, byte[] domainBlind, boolean named, byte[] sealed) {}

    private interface Reader<R> {
        R read(ResultSet row) throws SQLException;
    }

    private interface Writer<R> {
        void write(List<R> rows) throws SQLException;
    }

    /** CPU seconds of the writing thread and of PostgreSQL, reading apart. */
    double seconds() throws SQLException {
        double contacts = copy(
                "contact",
                "contact_id, blind, domain_blind, named, sealed",
                row -> new Contact(row.getInt(1), row.getBytes(2), row.getBytes(3), row.getBoolean(4), row.getBytes(5)),
                this::writeContacts);
        double edges = copy(
                "edge",
                "mailbox_id, window_start - date '1970-01-01', contact_id, sent, received, meetings, last_minute, facts",
                row -> new Edge(
                        row.getInt(1),
                        row.getInt(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getInt(6),
                        row.getInt(7),
                        row.getBytes(8)),
                this::writeEdges);
        return contacts + edges;
    }

    private <R> double copy(String table, String columns, Reader<R> reader, Writer<R> writer) throws SQLException {
        String partition = table + "_te_" + te;
        try (Statement statement = reading.createStatement();
                Statement tables = writing.createStatement()) {
            tables.execute("CREATE TABLE " + table + "_alone (LIKE " + partition + " INCLUDING INDEXES)");
            statement.setFetchSize(ROWS_A_STATEMENT);
            List<R> rows = new ArrayList<>();
            double spent = 0;
            try (ResultSet row = statement.executeQuery("SELECT " + columns + " FROM " + partition)) {
                while (row.next()) {
                    rows.add(reader.read(row));
                    if (rows.size() == ROWS_A_STATEMENT) {
                        spent += measured(writer, rows);
                        rows.clear();
                    }
                }
            }
            spent += measured(writer, rows);
            tables.execute("DROP TABLE " + table + "_alone");
            return spent;
        }
    }

    private <R> double measured(Writer<R> writer, List<R> rows) throws SQLException {
        double database = CpuTime.of(platform.postgresProcess());
        double thread = CpuTime.ofThread();
        writer.write(rows);
        return CpuTime.ofThread() - thread + CpuTime.of(platform.postgresProcess()) - database;
    }

    private void writeContacts(List<Contact> rows) throws SQLException {
        try (PreparedStatement insert = writing.prepareStatement("INSERT INTO contact_alone (te, contact_id, blind,"
                + " domain_blind, named, sealed) SELECT ?, unnest(?::int[]), unnest(?::bytea[]), unnest(?::bytea[]),"
                + " unnest(?::bool[]), unnest(?::bytea[])")) {
            insert.setLong(1, te.value());
            insert.setObject(2, rows.stream().mapToInt(Contact::id).toArray());
            insert.setArray(3, bytes(rows.stream().map(Contact::blind).toArray(byte[][]::new)));
            insert.setArray(4, bytes(rows.stream().map(Contact::domainBlind).toArray(byte[][]::new)));
            insert.setArray(
                    5,
                    writing.createArrayOf(
                            "bool", rows.stream().map(Contact::named).toArray()));
            insert.setArray(6, bytes(rows.stream().map(Contact::sealed).toArray(byte[][]::new)));
            insert.executeUpdate();
        }
    }

    private java.sql.Array bytes(byte[][] values) throws SQLException {
        return writing.createArrayOf("bytea", values);
    }

    private void writeEdges(List<Edge> rows) throws SQLException {
        try (PreparedStatement insert = writing.prepareStatement("INSERT INTO edge_alone (te, mailbox_id, window_start,"
                + " contact_id, sent, received, meetings, last_minute, facts) SELECT ?, mailbox_id, window_start,"
                + " contact_id, sent, received, meetings, last_minute, substring(?::bytea FROM first FOR length)"
                + " FROM (SELECT unnest(?::int[]) AS mailbox_id, date '1970-01-01' + unnest(?::int[]) AS window_start,"
                + " unnest(?::int[]) AS contact_id, unnest(?::int[]) AS sent, unnest(?::int[]) AS received,"
                + " unnest(?::int[]) AS meetings, unnest(?::int[]) AS last_minute, unnest(?::int[]) AS first,"
                + " unnest(?::int[]) AS length) AS r")) {
            int[] firsts = new int[rows.size()];
            ByteArrayOutputStream facts = new ByteArrayOutputStream();
            for (int i = 0; i < firsts.length; i++) {
                // SQL counts from 1.
                firsts[i] = facts.size() + 1;
                facts.writeBytes(rows.get(i).facts);
            }
            insert.setLong(1, te.value());
            insert.setBytes(2, facts.toByteArray());
            insert.setObject(3, rows.stream().mapToInt(Edge::mailbox).toArray());
            insert.setObject(4, rows.stream().mapToInt(Edge::day).toArray());
            insert.setObject(5, rows.stream().mapToInt(Edge::contact).toArray());
            insert.setObject(6, rows.stream().mapToInt(Edge::sent).toArray());
            insert.setObject(7, rows.stream().mapToInt(Edge::received).toArray());
            insert.setObject(8, rows.stream().mapToInt(Edge::meetings).toArray());
            insert.setObject(9, rows.stream().mapToInt(Edge::lastMinute).toArray());
            insert.setObject(10, firsts);
            insert.setObject(11, rows.stream().mapToInt(row -> row.facts.length).toArray());
            insert.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        reading.close();
        writing.close();
    }
}
