package io.rapport.consent.preview;

import static io.rapport.consent.ConsentingTenant.CONSENT;
import static io.rapport.consent.ConsentingTenant.decision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.consent.ConsentingTenant;
import io.rapport.simulator.http.RequestLog;
import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.simulator.tenant.SimulatedUser;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.restassured.path.json.JsonPath;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a decision would do, told before it is made. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "service", value = "consent-service"))
@SuppressWarnings("NullAway.Init") // filled by the platform
class PreviewIT {

    Platform platform;
    ConsentingTenant tenant;

    @BeforeEach
    void newTenant() {
        tenant = new ConsentingTenant(platform);
    }

    @Test
    void aGrantIsPlayedThroughWithPeopleGroupsAndMail() {
        SimulatedGroup executives = tenant.group("executives");
        UUID off = tenant.licensed().stream()
                .filter(user ->
                        !tenant.directory().transitiveMembers(executives).contains(user))
                .findFirst()
                .orElseThrow()
                .id();
        tenant.switchSharing(off, false).then().statusCode(200);
        long seen = lastRequest();

        JsonPath preview = preview(decision(true, List.of(executives.id()), List.of()));

        int licensed = tenant.licensed().size();
        assertThat(preview.getString("change")).isEqualTo("GRANT");
        assertThat(preview.getString("role")).contains("directory role");
        assertThat(preview.getList("refusals")).isEmpty();
        assertThat(preview.getInt("people.licensed")).isEqualTo(licensed);
        assertThat(preview.getInt("people.excluded")).isEqualTo(2);
        assertThat(preview.getInt("people.switchedOff")).isEqualTo(1);
        assertThat(preview.getInt("people.shared")).isEqualTo(licensed - 3);
        assertThat(preview.getInt("people.joining")).isEqualTo(licensed - 3);
        assertThat(preview.getString("groups[0].name")).isEqualTo("executives");
        assertThat(preview.getInt("groups[0].licensedMembers")).isEqualTo(2);
        assertThat(preview.<String>getList("groups[0].sample")).hasSize(2);
        assertThat(preview.<Object>get("deletion")).isNull();

        Set<UUID> left = tenant.directory().transitiveMembers(executives).stream()
                .map(SimulatedUser::id)
                .collect(Collectors.toSet());
        left.add(off);
        assertThat(preview.getInt("reading.sampled")).isEqualTo(licensed - 3);
        assertThat(preview.getLong("reading.emails")).isEqualTo(emailsOfTheYear(left));
        assertThat(preview.getLong("reading.requests")).isGreaterThan(12L * (licensed - 3));
        assertThat(mailboxesAsked(seen))
                .as("whoever is left out is not even counted")
                .doesNotContainAnyElementsOf(left);
    }

    @Test
    void nothingIsChangedByIt() {
        tenant.grant().then().statusCode(201);
        String etag = tenant.etag();
        int revision = tenant.state().getInt("revision");

        preview(decision(true, List.of(tenant.group("board").id()), List.of()));
        preview(decision(false, List.of(), List.of()));

        assertThat(tenant.etag()).isEqualTo(etag);
        assertThat(tenant.state().getInt("revision")).isEqualTo(revision);
        tenant.admin().get(CONSENT).then().body("auditTrail.position", equalTo(1));
    }

    @Test
    void anAmendmentSaysWhoseDataWouldBeDeleted() {
        tenant.grant().then().statusCode(201);

        JsonPath preview = preview(decision(true, List.of(tenant.group("board").id()), List.of()));

        assertThat(preview.getString("change")).isEqualTo("AMEND");
        assertThat(preview.getInt("people.leaving")).isEqualTo(2);
        assertThat(preview.getInt("deletion.people")).isEqualTo(2);
        assertThat(preview.getLong("deletion.emails")).isPositive();
        assertThat(preview.getInt("reading.mailboxes")).as("nobody joins").isZero();
    }

    @Test
    void withdrawingSaysThatEverythingGoes() {
        tenant.grant().then().statusCode(201);

        JsonPath preview = preview(decision(false, List.of(), List.of()));

        assertThat(preview.getString("change")).isEqualTo("WITHDRAW");
        assertThat(preview.getInt("deletion.people"))
                .isEqualTo(tenant.licensed().size());
        assertThat(preview.getString("deletion.explanation"))
                .contains("24 hours")
                .contains("30 days");
    }

    @Test
    void whatSavingWouldRefuseIsSaidAndIsNoError() {
        UUID unknown = UUID.randomUUID();
        tenant.admin()
                .contentType("application/json")
                .body(decision(true, List.of(unknown, tenant.group("finance").id()), List.of()))
                .post(CONSENT + "/preview")
                .then()
                .statusCode(200)
                .body("refusals", hasSize(2))
                .body("refusals", hasItem(containsString(unknown.toString())))
                .body("groups.find { it.name == 'finance' }.obstacle", containsString("Member.Read.Hidden"));
        ConsentingTenant.as(platform.tokens().admin(Platform.UNLICENSED_TENANT))
                .contentType("application/json")
                .body(decision(true, List.of(), List.of()))
                .post(CONSENT + "/preview")
                .then()
                .statusCode(200)
                .body("missingLicences", hasSize(2))
                .body("deletion", nullValue());
    }

    private JsonPath preview(Object decision) {
        return tenant.admin()
                .contentType("application/json")
                .body(decision)
                .post(CONSENT + "/preview")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private long emailsOfTheYear(Set<UUID> without) {
        LocalDate today = LocalDate.ofInstant(platform.clock().now(), ZoneOffset.UTC);
        return tenant.directory().mailboxes().entrySet().stream()
                .filter(mailbox -> !without.contains(mailbox.getKey()))
                .mapToLong(mailbox -> mailbox.getValue()
                        .between(
                                today.minusMonths(12).atStartOfDay().toInstant(ZoneOffset.UTC),
                                today.atStartOfDay().toInstant(ZoneOffset.UTC))
                        .size())
                .sum();
    }

    private long lastRequest() {
        return platform.simulator().log().since(0).stream()
                .mapToLong(RequestLog.Served::seq)
                .max()
                .orElse(0);
    }

    private Set<UUID> mailboxesAsked(long since) {
        return platform.simulator().log().since(since).stream()
                .filter(served -> served.kind().startsWith("messages"))
                .map(RequestLog.Served::user)
                .filter(Objects::nonNull)
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }
}
