package io.rapport.insights.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.contracts.ids.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Each tenant's settings, with the version that guards against two people changing them at once. */
@Singleton
public class TenantSettings {

    private final Pool pool;
    private final ObjectMapper json;

    TenantSettings(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /** @param version counts changes; 0 while the defaults hold */
    record Versioned(int version, Settings settings) {}

    /** The tenant's own, or the defaults. */
    public Uni<Settings> of(TenantId tenant) {
        return versioned(tenant).map(Versioned::settings);
    }

    Uni<Versioned> versioned(TenantId tenant) {
        return pool.preparedQuery("SELECT version, choices FROM tenant_settings WHERE tenant = $1")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.size() == 0
                        ? new Versioned(0, Settings.DEFAULT)
                        : read(rows.iterator().next()));
    }

    /** @return empty if the version is no longer the one that was changed */
    Uni<Optional<Versioned>> change(TenantId tenant, int version, Settings settings) {
        String sql = version == 0
                ? "INSERT INTO tenant_settings (tenant, version, choices) VALUES ($1, $2 + 1, $3)"
                        + " ON CONFLICT DO NOTHING"
                : "UPDATE tenant_settings SET version = version + 1, choices = $3 WHERE tenant = $1 AND version = $2";
        return pool.preparedQuery(sql)
                .execute(Tuple.of(tenant.value(), version, write(settings)))
                .map(RowSet::rowCount)
                .map(changed -> changed == 1 ? Optional.of(new Versioned(version + 1, settings)) : Optional.empty());
    }

    private Versioned read(Row row) {
        try {
            return new Versioned(row.getInteger("version"), json.readValue(row.getString("choices"), Settings.class));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("stored settings do not parse", e);
        }
    }

    private String write(Settings settings) {
        try {
            return json.writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("settings do not serialise", e);
        }
    }
}
