package io.rapport.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.ingestion.mailbox.Stages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * DuckDB on the same messages as files, with one thread, and the same contact rows from them: days, audience weights,
 * asks, replies, open ends. It need not recognise duplicates, automated mail and colleagues, and makes no pseudonyms. It
 * reads the pages as they are, and a message a line, which is easier for it. CPU time of the thread that does it.
 */
final class DuckDb {

    private static final int UNITS = 100;
    private static final int ROUNDS = 5;
    private static final String PERSON = "STRUCT(emailAddress STRUCT(name VARCHAR, address VARCHAR))";
    /** A table of messages called m, from the pages. */
    private static final String PAGES = """
            (SELECT filename, unnest(value) AS m
               FROM read_json('%1$s/*.json', maximum_object_size = 33554432, filename = true,
                      columns = {value: 'STRUCT(id VARCHAR, receivedDateTime TIMESTAMP, conversationId VARCHAR,
                                         isDraft BOOLEAN, "from" %2$s, toRecipients %2$s[], ccRecipients %2$s[])[]'}))""";
    /** The same, from a message a line. */
    private static final String LINES = """
            read_json('%1$s/*.ndjson', format = 'newline_delimited', filename = true,
              columns = {id: 'VARCHAR', receivedDateTime: 'TIMESTAMP', conversationId: 'VARCHAR', isDraft: 'BOOLEAN',
                         "from": '%2$s', toRecipients: '%2$s[]', ccRecipients: '%2$s[]'}) AS m""";
    /** Days first; then who answered whom, looking from each mail to the next of the other side. */
    private static final String QUERY = """
            CREATE OR REPLACE TEMP TABLE folded AS
            WITH mail AS (
              SELECT unit, conversation, epoch(second)::BIGINT AS second, lower("from".emailAddress.address) AS sender,
                     "from".emailAddress.name AS sender_name,
                     list_concat(
                       list_distinct(list_transform("to", lambda p: {'address': lower(p.emailAddress.address),
                                                                     'name': p.emailAddress.name, 'asked': true})),
                       list_distinct(list_filter(
                         list_transform(cc, lambda p: {'address': lower(p.emailAddress.address),
                                                       'name': p.emailAddress.name, 'asked': false}),
                         lambda copied: NOT list_contains(
                           list_transform("to", lambda p: lower(p.emailAddress.address)), copied.address)))) AS people
                FROM (SELECT filename.parse_filename().split('-')[1] AS unit, m.conversationId AS conversation,
                             m.receivedDateTime AS second, m."from" AS "from", m.toRecipients AS "to", m.ccRecipients AS cc
                        FROM %1$s
                       WHERE NOT m.isDraft)),
            weighed AS (
              SELECT *, sender = '%2$s' AS ours, round(65536 / (1 + log2(len(people))))::BIGINT AS weight FROM mail),
            touch AS (
              SELECT unit, conversation, second, ours, weight, person.address AS contact, person.name AS name,
                     person.asked AS ask
                FROM (SELECT *, unnest(people) AS person FROM weighed WHERE ours)
              UNION ALL
              SELECT unit, conversation, second, ours, weight, sender, sender_name,
                     list_contains(people, {'address': '%2$s', 'name': '%3$s', 'asked': true})
                FROM weighed WHERE NOT ours),
            day AS (
              SELECT unit, contact, second // 86400 AS day, max(name) AS name, min(second) AS first_at, max(second) AS last_at,
                     count(*) FILTER (ours) AS sent, count(*) FILTER (NOT ours) AS received,
                     coalesce(sum(weight) FILTER (ours), 0) AS sent_weight,
                     coalesce(sum(weight) FILTER (NOT ours), 0) AS received_weight,
                     count(*) FILTER (ours AND ask) AS asks_by_us, count(*) FILTER (NOT ours AND ask) AS asks_by_them
                FROM touch GROUP BY ALL),
            days AS (
              SELECT unit, contact, max(name) AS name, min(first_at) AS first_at, max(last_at) AS last_at,
                     list({'day': day, 'sent': sent, 'received': received, 'sent_weight': sent_weight,
                           'received_weight': received_weight, 'asks_by_us': asks_by_us,
                           'asks_by_them': asks_by_them} ORDER BY day) AS days
                FROM day GROUP BY ALL),
            answer AS (
              SELECT unit, contact, conversation, second, ours, ask,
                     min(CASE WHEN NOT ours THEN second END) OVER later AS by_them,
                     min(CASE WHEN ours THEN second END) OVER later AS by_us,
                     row_number() OVER (PARTITION BY unit, contact, conversation, ours ORDER BY second) = 1 AS first
                FROM touch
              WINDOW later AS (PARTITION BY unit, contact, conversation ORDER BY second
                               RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)),
            judged AS (
              SELECT *, CASE WHEN ours THEN by_them ELSE by_us END - second AS after FROM answer),
            conversations AS (
              SELECT unit, contact,
                     list({'second': second, 'after': after} ORDER BY second) FILTER (ask AND NOT ours AND after <= %4$d) AS replies_by_us,
                     list({'second': second, 'after': after} ORDER BY second) FILTER (ask AND ours AND after <= %4$d) AS replies_by_them,
                     list({'second': second, 'conversation': conversation} ORDER BY second)
                       FILTER (ask AND NOT ours AND coalesce(after > %4$d, true) AND second + %4$d >= %6$d) AS waiting_for_us,
                     list({'second': second, 'conversation': conversation} ORDER BY second)
                       FILTER (ask AND ours AND coalesce(after > %4$d, true) AND second + %4$d >= %6$d) AS waiting_for_them,
                     list({'second': second, 'conversation': conversation} ORDER BY second)
                       FILTER (first AND ours AND second < %5$d + %4$d) AS answers_by_us,
                     list({'second': second, 'conversation': conversation} ORDER BY second)
                       FILTER (first AND NOT ours AND second < %5$d + %4$d) AS answers_by_them
                FROM judged GROUP BY ALL)
            SELECT * FROM days JOIN conversations USING (unit, contact) ORDER BY unit, contact""";

    /** The same sums as {@link Stages#sums} has: two folds that agree in them do the same. */
    private static final String SUMS = """
            SELECT [count(*), sum(len(days)), sum(list_sum(list_transform(days, lambda d: d.sent))),
                    sum(list_sum(list_transform(days, lambda d: d.received))),
                    sum(list_sum(list_transform(days, lambda d: d.sent_weight + d.received_weight))),
                    sum(list_sum(list_transform(days, lambda d: d.asks_by_us + d.asks_by_them))),
                    sum(last_at - first_at), coalesce(sum(len(replies_by_us)), 0), coalesce(sum(len(replies_by_them)), 0),
                    coalesce(sum(list_sum(list_transform(replies_by_us, lambda r: r.after))), 0),
                    coalesce(sum(len(waiting_for_us)), 0), coalesce(sum(len(waiting_for_them)), 0),
                    coalesce(sum(len(answers_by_us)), 0), coalesce(sum(len(answers_by_them)), 0)]::BIGINT[]::VARCHAR
              FROM folded""";

    private DuckDb() {}

    static void compare() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("rapport-pages-");
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            write(folder);
            statement.execute("SET threads = 1");
            String sums = Arrays.toString(sums(folder));
            double pages = Double.MAX_VALUE;
            double lines = Double.MAX_VALUE;
            double ours = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                pages = Math.min(pages, seconds(statement, PAGES.formatted(folder, PERSON), sums));
                lines = Math.min(lines, seconds(statement, LINES.formatted(folder, PERSON), sums));
                double before = CpuTime.ofThread();
                for (int unit = 0; unit < UNITS; unit++) {
                    Stages.fold(read(folder, unit));
                }
                ours = Math.min(ours, CpuTime.ofThread() - before);
            }
            print("pages as files", pages, ours);
            print("a message a line", lines, ours);
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** Each unit's pages, and its messages a line each. */
    private static void write(Path folder) throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (int unit = 0; unit < UNITS; unit++) {
            List<byte[]> pages = Stages.pages(unit);
            StringBuilder lines = new StringBuilder();
            for (int page = 0; page < pages.size(); page++) {
                Files.write(folder.resolve(unit + "-" + page + ".json"), pages.get(page));
                json.readTree(pages.get(page))
                        .path("value")
                        .forEach(message -> lines.append(message).append('\n'));
            }
            Files.writeString(folder.resolve(unit + "-all.ndjson"), lines);
        }
    }

    private static List<byte[]> read(Path folder, int unit) throws IOException {
        return List.of(
                Files.readAllBytes(folder.resolve(unit + "-0.json")),
                Files.readAllBytes(folder.resolve(unit + "-1.json")));
    }

    private static long[] sums(Path folder) throws IOException {
        long[] sums = new long[Stages.SUMS];
        for (int unit = 0; unit < UNITS; unit++) {
            long[] more = Stages.sums(read(folder, unit));
            Arrays.setAll(sums, i -> sums[i] + more[i]);
        }
        return sums;
    }

    private static void print(String from, double duck, double ours) {
        long messages = (long) UNITS * Stages.UNIT_MESSAGES;
        System.out.printf(
                Locale.ROOT,
                "DuckDB, %s: %,.0f messages a CPU second; ours from page files, %,.0f, is %.1f ×%n",
                from,
                messages / duck,
                messages / ours,
                duck / ours);
    }

    /** @param messages to fold, as SQL. @param sums that must come out */
    private static double seconds(Statement statement, String messages, String sums) throws SQLException {
        String query = QUERY.formatted(
                messages,
                Stages.OWNER,
                Stages.OWNER_NAME,
                Stages.HORIZON,
                Stages.WINDOW.start().getEpochSecond(),
                Stages.WINDOW.end().getEpochSecond());
        double before = CpuTime.ofThread();
        statement.execute(query);
        double seconds = CpuTime.ofThread() - before;
        try (ResultSet row = statement.executeQuery(SUMS)) {
            row.next();
            if (!row.getString(1).equals(sums)) {
                throw new IllegalStateException("DuckDB found " + row.getString(1) + ", ours " + sums);
            }
        }
        return seconds;
    }
}
