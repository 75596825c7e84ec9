package io.rapport.consent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.consent.ConsentingTenant;
import io.rapport.contracts.audit.AuditEntry;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an auditor is given, and that no row can be changed without it showing. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "service", value = "consent-service"))
@SuppressWarnings("NullAway.Init") // filled by the platform
class AuditIT {

    Platform platform;
    ConsentingTenant tenant;

    @Inject
    ObjectMapper json;

    @Inject
    DataSource database;

    @BeforeEach
    void aLittleHistory() {
        tenant = new ConsentingTenant(platform);
        tenant.grant(tenant.group("board")).then().statusCode(201);
        tenant.switchSharing(tenant.licensed().getFirst().id(), false).then().statusCode(200);
        tenant.grant().then().statusCode(200);
        tenant.withdraw();
    }

    @Test
    void theExportIsALineForEachEntryAndChecksItself() throws IOException {
        List<AuditEntry> entries = export();

        assertThat(entries).extracting(AuditEntry::action).containsExactly("GRANT", "SWITCH_OFF", "AMEND", "WITHDRAW");
        String before = "";
        for (int i = 0; i < entries.size(); i++) {
            assertThat(entries.get(i).follows(i, before)).isTrue();
            before = entries.get(i).hash();
        }
        tenant.admin()
                .get("/api/v1/audit/verification")
                .then()
                .body("entries", equalTo(4))
                .body("whole", equalTo(true))
                .body("head", equalTo(before));
        tenant.admin().get(ConsentingTenant.CONSENT).then().body("auditTrail.hash", equalTo(before));
    }

    @Test
    void everyDecisionMakesAReceipt() {
        JsonPath receipts = tenant.admin().get("/api/v1/receipts").jsonPath();

        assertThat(receipts.getList("receipt.schemaVersion")).containsOnly("ISO/IEC TS 27560:2023");
        assertThat(receipts.getList("receipt.event.type"))
                .containsExactly("ConsentGiven", "ConsentWithdrawn", "ConsentStatusChanged", "ConsentRevoked");
        assertThat(receipts.getList("receipt.principal.kind"))
                .containsExactly("organisation", "person", "organisation", "organisation");
        assertThat(receipts.getString("receipt[0].event.actorRole")).startsWith("directory role 62e90394");
        assertThat(receipts.getList("receipt[0].event.particulars.excludedGroups"))
                .containsExactly(tenant.group("board").id().toString());
        assertThat(receipts.getList("receipt[0].event.particulars.servicePlans"))
                .hasSize(2);
        assertThat(receipts.getString("receipt[3].previous.hash")).isEqualTo(receipts.getString("[2].hash"));
        tenant.admin()
                .get("/api/v1/notice")
                .then()
                .body("sha256", equalTo(receipts.getString("receipt[0].processing.noticeSha256")));
        tenant.admin().get("/api/v1/receipts/2").then().body("action", equalTo("SWITCH_OFF"));
        tenant.admin().get("/api/v1/receipts/9").then().statusCode(404);
    }

    @Test
    void anotherTenantSeesNothingOfIt() {
        ConsentingTenant other = new ConsentingTenant(platform);

        assertThat(other.admin().get("/api/v1/audit").asString()).isEmpty();
        other.admin().get("/api/v1/receipts").then().body("size()", equalTo(0));
    }

    @Test
    void theDatabaseItselfRefusesToChangeARow() {
        assertThatThrownBy(() -> run("UPDATE journal SET action = 'x' WHERE tenant = '" + tenant.id() + "'"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> run("DELETE FROM journal")).hasMessageContaining("append-only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE journal SET detail = replace(detail, 'controller', 'processor') WHERE position = 3",
                "UPDATE journal SET at = at - interval '1 day' WHERE position = 3",
                "UPDATE journal SET action = 'SWITCH_ON' WHERE position = 3",
                "UPDATE journal SET actor = gen_random_uuid() WHERE position = 3",
                "UPDATE journal SET hash = sha256('x') WHERE position = 3",
                "DELETE FROM journal WHERE position = 3",
            })
    void whoeverGetsAroundThatIsFoundOut(String tampering) throws SQLException {
        run(
                "ALTER TABLE journal DISABLE TRIGGER journal_is_append_only",
                tampering + " AND tenant = '" + tenant.id() + "'",
                "ALTER TABLE journal ENABLE TRIGGER journal_is_append_only");

        int broken = tenant.admin()
                .get("/api/v1/audit/verification")
                .then()
                .body("whole", equalTo(false))
                .extract()
                .path("brokenAt");
        assertThat(broken).isBetween(3, 4);
    }

    private List<AuditEntry> export() throws IOException {
        List<AuditEntry> entries = new ArrayList<>();
        String lines = tenant.admin()
                .get("/api/v1/audit")
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString();
        for (String line : lines.lines().toList()) {
            entries.add(json.readValue(line, AuditEntry.class));
        }
        return entries;
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
