package io.rapport.bench;

import io.rapport.ingestion.mailbox.Stages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * DuckDB on the same pages as files, with one thread: only mails sent and received per contact and day, which is a part of
 * what the fold does. CPU time of the thread that does it.
 */
final class DuckDb {

    private static final int UNITS = 100;
    private static final int ROUNDS = 5;
    private static final String PERSON = "STRUCT(emailAddress STRUCT(name VARCHAR, address VARCHAR))";
    private static final String QUERY = """
            SELECT count(*), sum(sent), sum(received) FROM (
              SELECT contact, day, count(*) FILTER (ours) AS sent, count(*) FILTER (NOT ours) AS received FROM (
                SELECT m.receivedDateTime[1:10] AS day, m."from".emailAddress.address = 'owner@contoso.example' AS ours,
                       CASE WHEN ours THEN lower(unnest(list_concat(m.toRecipients, m.ccRecipients)).emailAddress.address)
                            ELSE lower(m."from".emailAddress.address) END AS contact
                  FROM (SELECT unnest(value) AS m FROM read_json('%s/*.json', maximum_object_size = 33554432,
                               columns = {value: 'STRUCT(receivedDateTime VARCHAR, "from" %s, toRecipients %s[],
                                                         ccRecipients %s[])[]'})))
              GROUP BY contact, day)""";

    private DuckDb() {}

    static void compare() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("rapport-pages-");
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            for (int unit = 0; unit < UNITS; unit++) {
                List<byte[]> pages = Stages.pages(unit);
                for (int page = 0; page < pages.size(); page++) {
                    Files.write(folder.resolve(unit + "-" + page + ".json"), pages.get(page));
                }
            }
            statement.execute("SET threads = 1");
            String query = QUERY.formatted(folder, PERSON, PERSON, PERSON);
            double duck = Double.MAX_VALUE;
            double ours = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                double before = CpuTime.ofThread();
                try (ResultSet row = statement.executeQuery(query)) {
                    row.next();
                    if (row.getLong(1) == 0) {
                        throw new IllegalStateException("DuckDB found nothing");
                    }
                }
                duck = Math.min(duck, CpuTime.ofThread() - before);
                before = CpuTime.ofThread();
                for (int unit = 0; unit < UNITS; unit++) {
                    Stages.fold(List.of(
                            Files.readAllBytes(folder.resolve(unit + "-0.json")),
                            Files.readAllBytes(folder.resolve(unit + "-1.json"))));
                }
                ours = Math.min(ours, CpuTime.ofThread() - before);
            }
            long messages = (long) UNITS * Stages.UNIT_MESSAGES;
            System.out.printf(
                    Locale.ROOT,
                    "from files, a CPU second: ours %,.0f messages, DuckDB %,.0f (day counts only); ours is %.1f ×%n",
                    messages / ours,
                    messages / duck,
                    duck / ours);
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
