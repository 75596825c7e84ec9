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

    /** Of its own, and always named: the connections are the pool's. */
    private static final String SCHEMA = "before_the_upgrade";

    @Inject
    DataSource database;

    @Test
    void decisionsOfTheFirstVersionSurviveTheSecond() throws SQLException {
        flyway().target("1").load().migrate();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO before_the_upgrade.consent_epoch (te, tenant, epoch, phase, granted_at, withdrawn_at, amendment, revision,
                                               each_user, aggregated)
                    VALUES (1, '00000000-0000-4000-8000-000000000001', 1, 'WITHDRAWN', now(), now(), 3, 1, true, true),
                           (2, '00000000-0000-4000-8000-000000000001', 2, 'ACTIVE', now(), NULL, 4, 2, true, false)""");
            statement.execute(
                    "INSERT INTO before_the_upgrade.excluded_group VALUES ('00000000-0000-4000-8000-000000000001',"
                            + " '00000000-0000-4000-8000-0000000000aa')");
            statement.execute(
                    "INSERT INTO before_the_upgrade.group_member VALUES ('00000000-0000-4000-8000-000000000001',"
                            + " '00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-0000000000bb')");
        }

        flyway().load().migrate();

        assertThat(one("SELECT each_user || ' ' || aggregated || ' ' || amendment FROM before_the_upgrade.permission"))
                .isEqualTo("true false 4");
        assertThat(one("SELECT purpose || ' ' || state FROM before_the_upgrade.chosen_group"))
                .isEqualTo("EXCLUDED READABLE");
        assertThat(one("SELECT count(*) || ' ' || count(pause_reason) FROM before_the_upgrade.consent_epoch"))
                .isEqualTo("2 0");
        assertThat(one("SELECT user_id FROM before_the_upgrade.group_member")).endsWith("bb");
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
