package io.rapport.consent;

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

/** What was decided before an upgrade is there after it. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "service", value = "consent-service"))
@SuppressWarnings("NullAway.Init") // filled by Quarkus
class MigrationIT {

    private static final String SCHEMA = "before_the_upgrade";

    @Inject
    DataSource database;

    @Test
    void decisionsOfTheFirstVersionSurviveTheSecond() throws SQLException {
        flyway().target("1").load().migrate();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path TO " + SCHEMA);
            statement.execute("""
                    INSERT INTO consent_epoch (te, tenant, epoch, phase, granted_at, withdrawn_at, amendment, revision,
                                               each_user, aggregated)
                    VALUES (1, '00000000-0000-4000-8000-000000000001', 1, 'WITHDRAWN', now(), now(), 3, 1, true, true),
                           (2, '00000000-0000-4000-8000-000000000001', 2, 'ACTIVE', now(), NULL, 4, 2, true, false)""");
            statement.execute("INSERT INTO excluded_group VALUES ('00000000-0000-4000-8000-000000000001',"
                    + " '00000000-0000-4000-8000-0000000000aa')");
            statement.execute("INSERT INTO group_member VALUES ('00000000-0000-4000-8000-000000000001',"
                    + " '00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-0000000000bb')");
        }

        flyway().load().migrate();

        assertThat(one("SELECT each_user || ' ' || aggregated || ' ' || amendment FROM permission"))
                .isEqualTo("true false 4");
        assertThat(one("SELECT purpose || ' ' || state FROM chosen_group")).isEqualTo("EXCLUDED READABLE");
        assertThat(one("SELECT count(*) || ' ' || count(pause_reason) FROM consent_epoch"))
                .isEqualTo("2 0");
        assertThat(one("SELECT user_id FROM group_member")).endsWith("bb");
    }

    private FluentConfiguration flyway() {
        return Flyway.configure().dataSource(database).schemas(SCHEMA).locations("db/kit", "db/migration");
    }

    private String one(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path TO " + SCHEMA);
            try (ResultSet row = statement.executeQuery(sql)) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }
}
