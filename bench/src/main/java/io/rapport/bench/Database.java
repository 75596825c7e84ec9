package io.rapport.bench;

import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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
}
