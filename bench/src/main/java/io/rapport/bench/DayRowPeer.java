package io.rapport.bench;

import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import jakarta.persistence.Persistence;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.stage.Stage;

/** The peer of the write path: the same facts as entities, a row a day, persisted in batches of two hundred. */
final class DayRowPeer implements AutoCloseable {

    private static final int WARM_UP = 150_000;
    private static final int ROWS_A_ROUND = 30_000;
    /** As many rows as a unit has. */
    private static final int ROWS_A_TRANSACTION = 2_000;

    private final Platform platform;
    private final Stage.SessionFactory sessions;
    private final List<DayRow> rows;
    private int next;

    DayRowPeer(Platform platform, FoldedUnits units, LocalDate from, int length, int rounds) {
        this.platform = platform;
        this.sessions = sessions(platform);
        this.rows = rows(units, from, length, WARM_UP + rounds * ROWS_A_ROUND);
    }

    private static List<DayRow> rows(FoldedUnits units, LocalDate from, int length, int count) {
        List<DayRow> rows = new ArrayList<>();
        for (int mailbox = 0; rows.size() < count; mailbox++) {
            int number = mailbox;
            units.days(mailbox, from, length, (contact, day, sent, received, ours, theirs) -> {
                DayRow row = new DayRow();
                row.mailbox = number;
                row.contact = contact;
                row.day = day;
                row.sent = sent;
                row.received = received;
                row.sentWeight = ours;
                row.receivedWeight = theirs;
                rows.add(row);
            });
        }
        return rows;
    }

    void warmUp() {
        persist(WARM_UP);
    }

    Written writeRound() {
        // Of what was sent meanwhile, which is not the peer's.
        System.gc();
        double client = CpuTime.ofSelf();
        double database = CpuTime.of(platform.postgresProcess());
        persist(ROWS_A_ROUND);
        return new Written(ROWS_A_ROUND, CpuTime.ofSelf() - client, CpuTime.of(platform.postgresProcess()) - database);
    }

    private void persist(int count) {
        for (int end = next + count; next < end; next += ROWS_A_TRANSACTION) {
            Object[] some =
                    rows.subList(next, Math.min(end, next + ROWS_A_TRANSACTION)).toArray();
            sessions.withTransaction(session -> session.persist(some))
                    .toCompletableFuture()
                    .join();
        }
    }

    private static Stage.SessionFactory sessions(Platform platform) {
        Map<String, String> config = platform.configFor(ServiceName.INSIGHTS);
        return Persistence.createEntityManagerFactory(
                        "bench",
                        Map.of(
                                "jakarta.persistence.jdbc.url",
                                "postgresql://127.0.0.1:" + platform.postgresPort() + "/"
                                        + config.get("rapport.database.name"),
                                "jakarta.persistence.jdbc.user",
                                config.get("quarkus.datasource.username"),
                                "jakarta.persistence.jdbc.password",
                                config.get("quarkus.datasource.password"),
                                "hibernate.hbm2ddl.auto",
                                "create",
                                "hibernate.jdbc.batch_size",
                                "200",
                                "hibernate.order_inserts",
                                "true"))
                .unwrap(Stage.SessionFactory.class);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
