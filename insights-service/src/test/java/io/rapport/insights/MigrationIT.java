package io.rapport.insights;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.stack.PlatformResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/** An epoch that was open before an upgrade goes on after it as one that was opened since. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "insights-service"),
            @ResourceArg(name = "with", value = "consent-service")
        })
@SuppressWarnings("NullAway.Init") // filled by Quarkus
class MigrationIT {

    /** Of its own, and always named: the connections are the pool's. */
    private static final String SCHEMA = "before_the_upgrade";

    @Inject
    DataSource database;

    @Test
    void edgesOfAnOpenEpochKeepTheirRowsAndGetTheSmallerIndexes() throws SQLException {
        flyway().target("3").load().migrate();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO before_the_upgrade.epoch (te, tenant, epoch, state)"
                    + " VALUES (26, gen_random_uuid(), 1, 'ACTIVE'), (27, gen_random_uuid(), 1, 'QUARANTINED')");
            statement.execute("CREATE TABLE before_the_upgrade.edge_te_000000000000001a"
                    + " PARTITION OF before_the_upgrade.edge FOR VALUES IN (26)");
            statement.execute("CREATE UNIQUE INDEX ON before_the_upgrade.edge_te_000000000000001a"
                    + " (mailbox_id, window_start, contact_id)");
            statement.execute("CREATE INDEX ON before_the_upgrade.edge_te_000000000000001a (contact_id, mailbox_id)");
            statement.execute("INSERT INTO before_the_upgrade.edge (te, mailbox_id, contact_id, window_start, sent,"
                    + " received, meetings, facts, last_minute) VALUES (26, 1, 2, '2026-01-01', 3, 4, 5, '\\x', 6)");
        }

        flyway().load().migrate();

        assertThat(one("SELECT string_agg(pg_get_indexdef(indexrelid, 0, true), '; ' ORDER BY indkey) FROM pg_index"
                        + " WHERE indrelid = CAST('before_the_upgrade.edge_te_000000000000001a' AS regclass)"))
                .matches("CREATE INDEX [^;]* \\(mailbox_id, window_start\\); CREATE INDEX [^;]* \\(contact_id\\)");
        assertThat(one("SELECT mailbox_id || ' ' || contact_id || ' ' || sent || ' ' || last_minute"
                        + " FROM before_the_upgrade.edge"))
                .isEqualTo("1 2 3 6");
    }

    private FluentConfiguration flyway() {
        return Flyway.configure().dataSource(database).schemas(SCHEMA).locations("db/kit", "db/migration");
    }

    private String one(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
