package io.rapport.bench;

import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A service's own database, looked at from outside. */
final class Database {

    private Database() {}

    static Connection connect(Platform platform, ServiceName service) throws SQLException {
        Map<String, String> config = platform.configFor(service);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + platform.postgresPort() + "/" + config.get("rapport.database.name"),
                config.get("quarkus.datasource.username"),
                config.get("quarkus.datasource.password"));
    }

    static long number(Platform platform, ServiceName service, String sql) throws SQLException {
        try (Connection database = connect(platform, service);
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
