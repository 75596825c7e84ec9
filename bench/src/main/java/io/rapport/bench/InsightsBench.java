package io.rapport.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.contracts.Topics;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.SealedPart;
import io.rapport.kit.keys.EpochCipher;
import io.rapport.simulator.source.BulkTenant;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import io.rapport.stack.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * insights-service alone, as packaged, over real Kafka and PostgreSQL: how dear its write path is, how large its rows, how
 * fast its answers. The peer is the usual way: a row for each mailbox, contact and day, written by Hibernate Reactive and
 * searched by SQL. CPU seconds as the operating system counts them.
 */
@Command(name = "insights", description = "Write path and queries of insights.", mixinStandardHelpOptions = true)
final class InsightsBench implements Callable<Integer> {

    private static final int MONTH = 30;
    private static final int MONTHS = 12;
    private static final int PEOPLE = 200_000;
    /** Of another tenant, before anything is measured: the JVM is warm then, as the peer's is. */
    private static final int WARM_UP_MAILBOXES = 240;

    /** Ours and the peer take turns, since the machine's own speed changes by half within minutes. */
    private static final int MONTHS_A_ROUND = 2;

    private static final int QUESTIONS = 200;
    private static final int HOT_QUESTIONS = 60;

    @Option(names = "--mailboxes", description = "how many, each with twelve months", defaultValue = "170")
    int mailboxes;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final UUID tenant = UUID.randomUUID();
    private final FoldedUnits units = new FoldedUnits(PEOPLE);

    @Override
    public Integer call() throws Exception {
        try (Platform platform =
                Platform.start(PlatformOptions.small().mail(2, 1, 1).atFullSpeed())) {
            LocalDate today = LocalDate.ofInstant(platform.clock().now(), ZoneOffset.UTC);
            SimulatedTenant bulk = bulk(platform, tenant, mailboxes);
            SimulatedTenant before = bulk(platform, UUID.randomUUID(), WARM_UP_MAILBOXES);
            try (ServiceProcess consent = platform.start(ServiceName.CONSENT);
                    ServiceProcess insights = withoutSnapshots(platform)) {
                Target warmUp = target(platform, consent, before);
                Target target = target(platform, consent, bulk);
                List<Round> rounds = new ArrayList<>();
                List<LocalDate> months = months(today);
                try (DayRowPeer peer =
                        new DayRowPeer(platform, units, months.getFirst(), MONTH, MONTHS / MONTHS_A_ROUND)) {
                    write(platform, insights, warmUp, months);
                    peer.warmUp();
                    for (int month = 0; month < MONTHS; month += MONTHS_A_ROUND) {
                        rounds.add(new Round(
                                write(platform, insights, target, months.subList(month, month + MONTHS_A_ROUND)),
                                peer.writeRound()));
                    }
                }
                report(rounds);
                Te te = target.te;
                long days =
                        rounds.stream().mapToLong(round -> round.ours.rows()).sum();
                sizes(platform, te, days, today);
                questions(platform, insights, te, today);
            }
        }
        return 0;
    }

    /** They read, seal and store everything once a day, and would fall into one of the rounds. */
    static ServiceProcess withoutSnapshots(Platform platform) {
        Map<String, String> config = new HashMap<>(platform.configFor(ServiceName.INSIGHTS));
        config.remove("rapport.backup.dir");
        return ServiceProcess.start(ServiceName.INSIGHTS, config, platform.directory());
    }

    private static SimulatedTenant bulk(Platform platform, UUID id, int people) {
        Instant now = platform.clock().now();
        SimulatedTenant bulk = BulkTenant.make(id, people, 1, 1, List.of(now.minus(Duration.ofDays(1)), now));
        platform.simulator().put(bulk);
        return bulk;
    }

    private List<LocalDate> months(LocalDate today) {
        List<LocalDate> months = new ArrayList<>();
        for (int back = 1; back <= MONTHS; back++) {
            months.add(today.minusDays((long) MONTH * back));
        }
        return months;
    }

    /** Where units are sent to. */
    private record Target(Te te, EpochCipher cipher, Map<UUID, Long> periods, SimulatedTenant people) {}

    private static Target target(Platform platform, ServiceProcess consent, SimulatedTenant people) throws Exception {
        Consenting.decide(platform, consent, people.id(), "If-None-Match", "*", "");
        Te te = Consenting.te(platform, consent, people.id());
        return new Target(te, Consenting.key(platform, consent, te), Consenting.periods(platform, consent), people);
    }

    private record Round(Written ours, Written theirs) {

        double cheaper() {
            return theirs.each() / ours.each();
        }
    }

    private static void report(List<Round> rounds) {
        for (Round round : rounds) {
            System.out.printf(
                    "round: insights-service %s, Hibernate Reactive %s CPU s a million day rows: %.1f × cheaper%n",
                    round.ours, round.theirs, round.cheaper());
        }
        Round all = rounds.stream()
                .reduce((one, other) -> new Round(one.ours.and(other.ours), one.theirs.and(other.theirs)))
                .orElseThrow();
        System.out.printf(
                "writing %,d day rows' worth: insights-service %s, Hibernate Reactive with day rows %s CPU s a million: ours is"
                        + " %.1f × cheaper (gate ≥ 8)%n",
                all.ours.rows(), all.ours, all.theirs, all.cheaper());
    }

    /** Units are made and sealed before anything is counted. */
    private Written write(Platform platform, ServiceProcess insights, Target target, List<LocalDate> months)
            throws Exception {
        long[] days = new long[1];
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (LocalDate month : months) {
            for (int mailbox = 0; mailbox < target.people.users().size(); mailbox++) {
                units.days(mailbox, month, MONTH, (contact, day, a, b, c, d) -> days[0]++);
                UUID user = target.people.users().get(mailbox).id();
                SealedPart part = FoldedUnits.seal(
                        target.te,
                        target.cipher,
                        1,
                        units.unit(user, mailbox, month, MONTH).toBuilder()
                                .setPeriod(target.periods.getOrDefault(user, 0L))
                                .build());
                records.add(new ProducerRecord<>(
                        Topics.INTERACTIONS,
                        HexFormat.of().formatHex(part.getUnitId().toByteArray()),
                        part.toByteArray()));
            }
        }
        double service = CpuTime.of(insights.process().toHandle());
        double database = CpuTime.of(platform.postgresProcess());
        try (Connection looking = Database.connect(platform, ServiceName.INSIGHTS);
                PreparedStatement written = looking.prepareStatement("SELECT count(*) FROM unit WHERE te = ?")) {
            written.setLong(1, target.te.value());
            long before = count(written);
            try (KafkaProducer<String, byte[]> kafka = new KafkaProducer<>(
                    Map.of("bootstrap.servers", platform.kafkaBootstrap(), "acks", "all"),
                    new StringSerializer(),
                    new ByteArraySerializer())) {
                records.forEach(kafka::send);
            }
            while (count(written) < before + records.size()) {
                Thread.sleep(500);
            }
        }
        return new Written(
                days[0],
                CpuTime.of(insights.process().toHandle()) - service,
                CpuTime.of(platform.postgresProcess()) - database);
    }

    private static long count(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private void sizes(Platform platform, Te te, long days, LocalDate today) throws SQLException, IOException {
        try (Connection database = Database.connect(platform, ServiceName.INSIGHTS);
                Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE day_row (te bigint NOT NULL, mailbox int NOT NULL, contact int NOT NULL,"
                    + " day date NOT NULL, sent int NOT NULL, received int NOT NULL, sent_weight bigint NOT NULL,"
                    + " received_weight bigint NOT NULL)");
            Writer copy = new CopyWriter(
                    database.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY day_row FROM STDIN"));
            try (copy) {
                for (LocalDate month : months(today)) {
                    for (int mailbox = 0; mailbox < mailboxes; mailbox++) {
                        int number = mailbox;
                        units.days(
                                mailbox,
                                month,
                                MONTH,
                                (contact, day, sent, received, ours, theirs) ->
                                        write(copy, te, number, contact, day, sent, received, ours, theirs));
                    }
                }
            }
            statement.execute("ALTER TABLE day_row ADD PRIMARY KEY (te, mailbox, contact, day)");
            statement.execute("CREATE INDEX ON day_row (te, contact, mailbox)");
            statement.execute("VACUUM ANALYZE day_row");
            statement.execute("VACUUM ANALYZE edge");
            long edges = Database.number(
                    platform, ServiceName.INSIGHTS, "SELECT count(*) FROM edge WHERE te = " + te.value());
            long ours = Database.number(
                    platform, ServiceName.INSIGHTS, "SELECT pg_total_relation_size('edge_te_" + te + "')");
            long theirs = Database.number(platform, ServiceName.INSIGHTS, "SELECT pg_total_relation_size('day_row')");
            System.out.printf(
                    "size: %,d rows of %d bytes with indexes (gate ≤ 220); against day rows %.2f (gate ≤ 0.35; %d bytes each)%n",
                    edges, ours / edges, (double) ours / theirs, theirs / days);
        }
    }

    private static void write(
            Writer copy,
            Te te,
            int mailbox,
            int contact,
            LocalDate day,
            int sent,
            int received,
            long ours,
            long theirs) {
        try {
            copy.write(te.value() + "\t" + mailbox + "\t" + contact + "\t" + day + "\t" + sent + "\t" + received + "\t"
                    + ours + "\t" + theirs + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void questions(Platform platform, ServiceProcess insights, Te te, LocalDate today) throws Exception {
        String token = platform.tokens().seller(tenant);
        String hottest = id(insights, token, FoldedUnits.address(0));
        Random random = new Random(1);
        List<Integer> drawn = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            drawn.add((int) (PEOPLE * Math.pow(random.nextDouble(), 3)));
        }
        List<String> ids = new ArrayList<>();
        for (int contact : drawn) {
            String id = id(insights, token, FoldedUnits.address(contact));
            if (!id.isEmpty()) {
                ids.add(id);
            }
        }
        System.out.printf("queries, milliseconds (median / 99th percentile), over REST against SQL over day rows:%n");
        double[] ours = times(HOT_QUESTIONS, i -> get(insights, token, "/api/v1/contacts/" + hottest + "/colleagues"));
        double[] theirs = times(HOT_QUESTIONS, i -> whoKnowsByDays(platform, te, 0, today));
        System.out.printf(
                "  who knows the hottest contact (all %,d mailboxes)  %6.1f / %6.1f   day rows %6.1f / %6.1f   p99 %.1f × faster (gate ≥ 3)%n",
                mailboxes, ours[0], ours[1], theirs[0], theirs[1], theirs[1] / ours[1]);
        ours = times(ids.size(), i -> get(insights, token, "/api/v1/contacts/" + ids.get(i) + "/colleagues"));
        theirs = times(drawn.size(), i -> whoKnowsByDays(platform, te, drawn.get(i), today));
        System.out.printf(
                "  who knows a drawn contact                          %6.1f / %6.1f   day rows %6.1f / %6.1f%n",
                ours[0], ours[1], theirs[0], theirs[1]);
        ours = times(ids.size(), i -> get(insights, token, "/api/v1/contacts/" + ids.get(i)));
        System.out.printf("  all figures of a drawn contact                     %6.1f / %6.1f%n", ours[0], ours[1]);
        ours = times(20, i -> get(insights, token, "/api/v1/contacts?sort=strength&limit=20"));
        System.out.printf("  the twenty strongest of all contacts               %6.1f / %6.1f%n", ours[0], ours[1]);
        ours = times(20, i -> get(insights, token, "/api/v1/contacts?sort=interactions&limit=20"));
        System.out.printf("  the twenty busiest of all contacts                 %6.1f / %6.1f%n", ours[0], ours[1]);
    }

    private interface Question {
        void ask(int i) throws Exception;
    }

    /** Median and 99th percentile in milliseconds; a few first ones warm up. */
    private static double[] times(int count, Question question) throws Exception {
        for (int i = 0; i < Math.min(count, 15); i++) {
            question.ask(i);
        }
        double[] times = new double[count];
        for (int i = 0; i < count; i++) {
            long began = System.nanoTime();
            question.ask(i);
            times[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(times);
        return new double[] {times[count / 2], times[Math.min(count - 1, count * 99 / 100)]};
    }

    /** The same rank by the same formula, by the database alone. */
    private void whoKnowsByDays(Platform platform, Te te, int contact, LocalDate today) throws SQLException {
        if (dayRows == null) {
            dayRows = Database.connect(platform, ServiceName.INSIGHTS)
                    .prepareStatement(
                            "SELECT mailbox, (u + t) * (0.25 + 0.75 * 2 * sqrt(u * t) / nullif(u + t, 0)) AS e,"
                                    + " last FROM (SELECT mailbox, sum(sent_weight / 65536.0 * power(0.5, (CAST(? AS date) - day)"
                                    + " / 60.0)) AS u, sum(received_weight / 65536.0 * power(0.5, (CAST(? AS date) - day) / 60.0))"
                                    + " AS t, max(day) AS last FROM day_row WHERE te = " + te.value()
                                    + " AND contact = ?"
                                    + " GROUP BY mailbox) AS s ORDER BY e DESC NULLS LAST LIMIT 5");
        }
        dayRows.setObject(1, today);
        dayRows.setObject(2, today);
        dayRows.setInt(3, contact);
        try (ResultSet found = dayRows.executeQuery()) {
            while (found.next()) {
                found.getDouble("e");
            }
        }
    }

    private @Nullable PreparedStatement dayRows;

    private String id(ServiceProcess insights, String token, String address) throws IOException, InterruptedException {
        String body = "{\"records\":[{\"key\":\"x\",\"theirs\":[\"" + address + "\"]}]}";
        JsonNode answer = json.readTree(http.send(
                        request(insights.url().resolve("/api/v1/relationships/query"), token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
        return answer.at("/records/0/theirs/0/id").asText("");
    }

    private void get(ServiceProcess insights, String token, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(request(insights.url().resolve(path), token).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("status " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static HttpRequest.Builder request(URI uri, String token) {
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
    }

    /** Writes into a COPY. */
    private static final class CopyWriter extends Writer {

        private final org.postgresql.copy.CopyIn copy;

        CopyWriter(org.postgresql.copy.CopyIn copy) {
            this.copy = copy;
        }

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            byte[] bytes = new String(text, offset, length).getBytes(StandardCharsets.US_ASCII);
            try {
                copy.writeToCopy(bytes, 0, bytes.length);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void flush() {
            // The driver does it when it has enough.
        }

        @Override
        public void close() throws IOException {
            try {
                copy.endCopy();
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }
}
