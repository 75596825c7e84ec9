package io.rapport.insights;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.rapport.stack.ServiceProcess;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What sellers, their colleagues and the CRM do with insights. Told in order. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "insights-service"),
            @ResourceArg(name = "with", value = "consent-service")
        })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // filled by the platform and by earlier steps
class SellersIT {

    private static final String CLIENT = "client@fabrikam.example";
    private static final String SECOND = "second@fabrikam.example";
    private static final Duration SOON = Duration.ofSeconds(60);

    private static PlayedIngestion ingestion;
    private static PlayedIngestion.Epoch epoch;
    private static UUID tenant;
    private static LocalDate d0;
    private static UUID ann;
    private static UUID bob;
    private static UUID eve;

    Platform platform;
    ServiceProcess consent;

    @Inject
    Pool pool;

    @Test
    @Order(1)
    void aTenantOfThreeColleaguesAndFiftyContacts() {
        ingestion = new PlayedIngestion(platform, consent.url());
        tenant = ingestion.newTenant();
        epoch = ingestion.grant(tenant);
        d0 = LocalDate.ofInstant(platform.clock().now(), ZoneOffset.UTC);
        List<UUID> sharing = ingestion.sharing(tenant);
        ann = sharing.getFirst();
        bob = sharing.get(1);
        eve = sharing.get(2);
        LocalDate month = d0.minusMonths(1);
        List<ContactFold> ofAnn = new ArrayList<>();
        ofAnn.add(Folds.withMeeting(Folds.mail(CLIENT, month, d0.minusDays(2), 9, 8), d0.minusDays(2), 77));
        for (int i = 0; i < 50; i++) {
            ofAnn.add(Folds.mail("p%02d@many.example".formatted(i), month, d0.minusDays(1 + i % 25), 1 + i % 7, i % 5));
        }
        ofAnn.add(Folds.mail("=cmd@gmail.com", month, d0.minusDays(1), 1, 1));
        send(epoch, ann, month, ofAnn.toArray(ContactFold[]::new));
        send(
                epoch,
                bob,
                month,
                Folds.withMeeting(Folds.mail(CLIENT, month, d0.minusDays(9), 1, 0), d0.minusDays(2), 77),
                Folds.mail(SECOND, month, d0.minusDays(3), 6, 6));
        send(epoch, eve, month, Folds.mail(CLIENT, month, d0.minusDays(20), 3, 0));
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> count("SELECT count(*) FROM unit WHERE te = "
                                + epoch.te().value())
                        == 3);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> seller().get("/api/v1/contacts").statusCode() == 200);
    }

    @Test
    @Order(2)
    void everyOrderGivesTheSameContactsPageByPage() {
        Set<String> everybody = new TreeSet<>(ids("interactions", 1_000));
        assertThat(everybody).hasSize(53);
        for (String sort : List.of(
                "interactions",
                "emailsSent",
                "emailsReceived",
                "meetings",
                "calls",
                "lastInteraction",
                "strength",
                "health",
                "minutesByTeam",
                "minutesByCustomer",
                "responseRateByUs",
                "responseRateByThem",
                "medianResponseHoursByUs",
                "medianResponseHoursByThem")) {
            List<String> whole = ids(sort, 1_000);
            assertThat(new TreeSet<>(whole)).as(sort).isEqualTo(everybody);
            assertThat(ids(sort, 7)).as("%s, seven at a time", sort).isEqualTo(whole);
        }
        List<Float> strengths = seller().get("/api/v1/contacts?sort=strength&limit=100")
                .jsonPath()
                .getList("items.strength");
        assertThat(strengths).isSortedAccordingTo((a, b) -> Float.compare(b, a));
        seller().get("/api/v1/contacts?sort=size").then().statusCode(400).body("detail", notNullValue());
        seller().get("/api/v1/contacts?after=nonsense").then().statusCode(400);
        seller().get("/api/v1/contacts?limit=1001").then().statusCode(400);
    }

    @Test
    @Order(3)
    void contactsAreFoundByPartOfTheNameOrAddressAndByDomain() {
        assertThat(addresses("search=P0&limit=100")).hasSize(10).contains("p09@many.example");
        assertThat(addresses("search=name of client")).containsExactly(CLIENT);
        assertThat(addresses("domain=fabrikam.example")).containsExactlyInAnyOrder(CLIENT, SECOND);
        assertThat(addresses("domain=fabrikam.example&search=second")).containsExactly(SECOND);
        assertThat(addresses("search=nobody%20at%20all")).isEmpty();
        // A colleague is no contact, whoever wrote to whom.
        assertThat(addresses("search=" + PlayedIngestion.addressOf(ann))).isEmpty();
    }

    @Test
    @Order(4)
    void companiesAreTheirPeopleTogetherAndProvidersOfMailAreNone() {
        JsonPath companies = seller().get("/api/v1/companies").jsonPath();

        assertThat(companies.<String>getList("items.id")).containsExactlyInAnyOrder("many.example", "fabrikam.example");
        assertThat(companies.getInt("items.find { it.id == 'fabrikam.example' }.contacts"))
                .isEqualTo(2);
        assertThat(companies.getInt("items.find { it.id == 'fabrikam.example' }.emailsSent"))
                .isEqualTo(9 + 1 + 3 + 6);
        assertThat(companies.getInt("items.find { it.id == 'fabrikam.example' }.meetings"))
                .isEqualTo(1);
    }

    @Test
    @Order(5)
    void listsAndRecordsComeAsCsvAndAStrangersNameIsNoFormula() {
        String list =
                seller().accept("text/csv").get("/api/v1/contacts?limit=100").asString();
        assertThat(list)
                .startsWith("asOf,batches,id,address,name,")
                .contains(",\"0 of 12\",")
                .contains(CLIENT)
                .contains("'=cmd@gmail.com");
        assertThat(list.lines()).hasSize(54);
        String records = seller().accept("text/csv")
                .contentType("application/json")
                .body(query("{\"key\":\"acc-1\",\"kind\":\"ACCOUNT\",\"theirs\":[\"fabrikam.example\"]}"))
                .post("/api/v1/relationships/query")
                .asString();
        assertThat(records)
                .startsWith("asOf,batches,key,kind,ours,kpis.emailsSent,")
                .contains("acc-1,ACCOUNT,3,19,14,1,");
    }

    @Test
    @Order(6)
    void aSeriesIsForAPeriodAndAClosedOpportunityHasNoHealth() {
        JsonPath one = seller().get("/api/v1/contacts/" + idOf(CLIENT) + "?from=" + d0.minusDays(5))
                .jsonPath();
        assertThat(one.<String>getList("series.days.from"))
                .containsExactly(d0.minusDays(2).toString());
        assertThat(one.getInt("kpis.emailsSent")).isEqualTo(13);
        assertThat(one.getInt("series.weeks[0].emailsSent")).isEqualTo(9);
        assertThat(one.getDouble("series.days[0].minutesByTeam")).isEqualTo(9 * 5 + 8 * 2.5 + 2 * 30);
        assertThat(one.getInt("health.gradeCode")).isBetween(0, 2);
        assertThat(one.getList("health.explanation.raises")).hasSize(6);

        JsonPath answers = seller().contentType("application/json")
                .body(
                        "{\"series\":true,\"until\":\"" + d0.minusDays(5) + "\",\"records\":["
                                + "{\"key\":\"a\",\"kind\":\"OPPORTUNITY\",\"closed\":true,\"theirs\":[\"" + CLIENT
                                + "\"]},"
                                + "{\"key\":\"b\",\"kind\":\"LEAD\",\"theirs\":[\" Client@Fabrikam.example \",\"fabrikam.example\"]}]}")
                .post("/api/v1/relationships/query")
                .jsonPath();
        assertThat(answers.<Object>get("records[0].health")).isNull();
        assertThat(answers.<Object>get("records[1].health.grade")).isNotNull();
        assertThat(answers.<String>getList("records[0].series.days.from"))
                .containsExactly(d0.minusDays(20).toString(), d0.minusDays(9).toString());
        assertThat(answers.getList("records[1].theirs")).hasSize(2);
        seller().contentType("application/json")
                .body(query("{\"key\":\"x\",\"theirs\":[\"a.example\"]},"
                        .repeat(501)
                        .replaceAll(",$", "")))
                .post("/api/v1/relationships/query")
                .then()
                .statusCode(400);
    }

    @Test
    @Order(7)
    void whoKnowsWhomHasAThresholdACompanyLevelAndPathsOfTwoSteps() {
        JsonPath known =
                seller().get("/api/v1/contacts/" + idOf(CLIENT) + "/colleagues").jsonPath();
        // Three mails one way are worth less than ten a year both ways.
        assertThat(known.<String>getList("colleagues.user")).containsExactly(ann.toString());
        assertThat(known.getString("colleagues[0].label")).isEqualTo("STRONG");
        assertThat(known.<String>getList("colleagues[0].reasons")).contains("9 mails to and 8 from them", "a meeting");
        assertThat(known.<String>getList("paths.colleague.user")).containsExactly(bob.toString());
        assertThat(known.getString("paths[0].via.address")).isEqualTo(SECOND);

        JsonPath company = whoKnows("\"fabrikam.example\"");
        assertThat(company.<String>getList("colleagues.user")).containsExactly(ann.toString(), bob.toString());
        JsonPath lead = whoKnows("\"never-written-to@fabrikam.example\"");
        assertThat(lead.getList("colleagues")).isEmpty();
        assertThat(lead.<String>getList("paths.colleague.user")).containsExactly(ann.toString(), bob.toString());
        assertThat(whoKnows("\"nobody@gmail.com\"").getList("paths")).isEmpty();
        JsonPath inside = whoKnows("\"" + PlayedIngestion.addressOf(ann) + "\"");
        assertThat(inside.getList("colleagues")).isEmpty();
        assertThat(whoKnows("\"nobody@elsewhere.example\"").getList("paths")).isEmpty();
    }

    @Test
    @Order(8)
    void aTenantChoosesItsWeightsAndLimits() {
        given().auth()
                .oauth2(platform.tokens().seller(tenant))
                .get("/api/v1/settings")
                .then()
                .statusCode(200);
        Response before = admin().get("/api/v1/settings");
        assertThat(before.header("ETag")).isEqualTo("\"0\"");
        String changed = before.asString().replace("\"leastMailsAYear\":10.0", "\"leastMailsAYear\":0.0");
        put(changed, "").then().statusCode(428);
        seller().contentType("application/json")
                .header("If-Match", "\"0\"")
                .body(changed)
                .put("/api/v1/settings")
                .then()
                .statusCode(403);
        put(changed.replace("\"fairFrom\":40", "\"fairFrom\":60"), "\"0\"")
                .then()
                .statusCode(400);
        put(changed.replace("\"email\":1.0", "\"email\":0"), "\"0\"").then().statusCode(400);
        put("{}", "\"0\"").then().statusCode(400);
        put(changed, "\"0\"").then().statusCode(200).header("ETag", "\"1\"");
        put(changed, "\"0\"").then().statusCode(412);

        JsonPath all =
                seller().get("/api/v1/contacts/" + idOf(CLIENT) + "/colleagues").jsonPath();
        assertThat(all.<String>getList("colleagues.user"))
                .containsExactly(ann.toString(), bob.toString(), eve.toString());
        put(changed.replace("\"shown\":true", "\"shown\":false"), "\"1\"")
                .then()
                .statusCode(200);
        seller().get("/api/v1/contacts").then().body("items[0].health", nullValue());
        put(changed, "\"2\"").then().statusCode(200);
        other().get("/api/v1/settings").then().body("whoKnowsWhom.leastMailsAYear", equalTo(10f));
    }

    @Test
    @Order(9)
    void aColleagueHidesOneContactFromEveryone() {
        String id = idOf(CLIENT);
        as(platform.tokens().user(tenant, ann))
                .put("/api/v1/me/contacts/" + id + "/hidden")
                .then()
                .statusCode(204);

        seller().get("/api/v1/contacts/" + id + "/colleagues")
                .then()
                .body("colleagues.user", equalTo(List.of(bob.toString(), eve.toString())));
        seller().get("/api/v1/contacts/" + id).then().body("kpis.emailsSent", equalTo(4));
        JsonPath mine = as(platform.tokens().user(tenant, ann))
                .get("/api/v1/me/contacts")
                .jsonPath();
        assertThat(mine.<String>getList("hidden.address")).containsExactly(CLIENT);
        assertThat(mine.<String>getList("contacts.address"))
                .contains(CLIENT, "p01@many.example")
                .doesNotContain(SECOND);
        // Somebody else's contact, and somebody who has no mailbox here.
        as(platform.tokens().user(tenant, ann))
                .put("/api/v1/me/contacts/" + idOf(SECOND) + "/hidden")
                .then()
                .statusCode(404);
        seller().put("/api/v1/me/contacts/" + id + "/hidden").then().statusCode(404);

        as(platform.tokens().user(tenant, ann))
                .delete("/api/v1/me/contacts/" + id + "/hidden")
                .then()
                .statusCode(204);
        seller().get("/api/v1/contacts/" + id).then().body("kpis.emailsSent", equalTo(13));
    }

    @Test
    @Order(10)
    void whatOnlyTheCrmKnowsIsPostedAndCountsOnce() {
        String call = """
                {"activities":[{"id":"call-1","kind":"CALL","by":"US","at":"%sT10:00:00Z","minutes":20,
                 "ours":["%s","%s"],"theirs":["client@fabrikam.example","second@fabrikam.example"]}]}""".formatted(d0.minusDays(1), ann, bob);
        for (int again = 0; again < 2; again++) {
            post(platform.tokens().seller(tenant, ann), call)
                    .then()
                    .statusCode(200)
                    .body("stored", equalTo(1))
                    .body("leftOut", equalTo(0));
        }
        JsonPath account = record("{\"key\":\"a\",\"theirs\":[\"fabrikam.example\"]}");
        assertThat(account.getInt("records[0].kpis.callsByUs")).isEqualTo(1);
        assertThat(account.getDouble("records[0].kpis.minutesByTeam")).isEqualTo(19 * 5 + 14 * 2.5 + 2 * 30 + 2 * 20);
        assertThat(account.getDouble("records[0].kpis.minutesByCustomer")).isEqualTo(14 * 5 + 19 * 2.5 + 30 + 20);
        assertThat(account.getString("records[0].kpis.lastInteraction.kind")).isEqualTo("CALL");

        String stranger = call.replace(ann.toString(), UUID.randomUUID().toString())
                .replace(bob.toString(), UUID.randomUUID().toString());
        post(platform.tokens().seller(tenant, ann), stranger).then().statusCode(403);
        post(platform.tokens().seller(tenant, ann), call.replace("\"minutes\":20", "\"minutes\":-1"))
                .then()
                .statusCode(400);
        post(platform.tokens().ops(tenant), call).then().statusCode(403);
        // The other tenant's seller posts into the other tenant, which has given no consent.
        post(platform.tokens().seller(UUID.randomUUID(), ann), call).then().statusCode(409);

        String known = """
                {"activities":[{"id":"mail-1","kind":"EMAIL","by":"THEM","at":"%sT10:00:00Z","minutes":0,
                 "ours":["%s"],"theirs":["only-crm@tailspin.example"]}]}""".formatted(d0.minusDays(1), eve);
        post(platform.tokens().seller(tenant, eve), known).then().statusCode(200);
        assertThat(addresses("search=only-crm")).containsExactly("only-crm@tailspin.example");
        ingestion.share(tenant, eve, false);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> addresses("search=only-crm").isEmpty());
        post(platform.tokens().seller(tenant, eve), known)
                .then()
                .statusCode(200)
                .body("leftOut", equalTo(1));
        ingestion.share(tenant, eve, true);
        LocalDate month = d0.minusMonths(1);
        send(ingestion.now(epoch), eve, month, Folds.mail(CLIENT, month, d0.minusDays(20), 3, 0));
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> seller().get("/api/v1/contacts/" + idOf(CLIENT))
                                .jsonPath()
                                .getInt("kpis.emailsSent")
                        == 13);
        assertThat(addresses("search=only-crm")).isEmpty();
    }

    @Test
    @Order(11)
    void aColleagueIsAskedAnswersAndHasAnEndOfRequests() {
        String seller = platform.tokens().seller(tenant, eve);
        JsonPath known = as(seller)
                .get("/api/v1/contacts/" + idOf(CLIENT) + "/colleagues")
                .jsonPath();
        String annsHandle = known.getString("colleagues.find { it.user == '" + ann + "' }.id");
        Response asked = ask(seller, idOf(CLIENT), annsHandle);
        assertThat(asked.statusCode()).isEqualTo(201);
        String request = asked.header("Location").replaceAll(".*(/api/)", "$1");
        assertThat(asked.jsonPath().getString("draft.subject"))
                .isEqualTo("Could you introduce me to Name of " + CLIENT + "?");
        assertThat(asked.jsonPath().getString("draft.mailto"))
                .startsWith("mailto:" + PlayedIngestion.addressOf(ann).replace("@", "%40") + "?subject=Could%20you");
        assertThat(ask(seller, idOf(CLIENT), annsHandle).statusCode()).isEqualTo(200);
        assertThat(ask(seller, idOf(CLIENT), "AAAA").statusCode()).isEqualTo(404);
        assertThat(ask(seller, idOf(SECOND), annsHandle).statusCode()).isEqualTo(404);
        String evesOwn = known.getString("colleagues.find { it.user == '" + eve + "' }.id");
        assertThat(ask(seller, idOf(CLIENT), evesOwn).statusCode()).isEqualTo(400);

        // Nobody else sees it, and only the introducer may answer.
        as(platform.tokens().seller(tenant, bob)).get(request).then().statusCode(404);
        as(platform.tokens().admin(tenant)).get(request).then().statusCode(404);
        answer(seller, request, "ACCEPT").then().statusCode(403);
        String anns = platform.tokens().user(tenant, ann);
        as(anns).get("/api/v1/introductions")
                .then()
                .body("id.size()", equalTo(1))
                .body("[0].mine", equalTo(false));
        answer(anns, request, "MAYBE").then().statusCode(400);
        answer(anns, request, "ASK_FIRST").then().statusCode(200).body("state", equalTo("ASK_FIRST"));
        answer(anns, request, "ACCEPT")
                .then()
                .statusCode(200)
                .body("draft.to", equalTo(CLIENT))
                .body("draft.cc", notNullValue());
        answer(anns, request, "ACCEPT").then().statusCode(200);
        answer(anns, request, "DECLINE").then().statusCode(409);
        as(seller).delete(request).then().statusCode(409);

        // Three wait for Ann at most.
        for (int i = 0; i < 3; i++) {
            String contact = idOf("p0" + i + "@many.example");
            assertThat(ask(seller, contact, handle(seller, contact)).statusCode())
                    .isEqualTo(201);
        }
        String fourth = idOf("p04@many.example");
        assertThat(ask(seller, fourth, handle(seller, fourth)).statusCode()).isEqualTo(409);
        String one =
                as(seller).get("/api/v1/introductions").jsonPath().getString("find { it.state == 'REQUESTED' }.id");
        as(seller).delete("/api/v1/introductions/" + one).then().statusCode(200).body("state", equalTo("CANCELLED"));
        assertThat(ask(seller, fourth, handle(seller, fourth)).statusCode()).isEqualTo(201);
    }

    @Test
    @Order(12)
    void anIntroducerMayStayUnnamedUntilAccepting() {
        String seller = platform.tokens().seller(tenant, eve);
        Response before = admin().get("/api/v1/settings");
        put(
                        before.asString()
                                .replace("\"anonymous\":false", "\"anonymous\":true")
                                .replace("\"openPerIntroducer\":3", "\"openPerIntroducer\":9"),
                        before.header("ETag"))
                .then()
                .statusCode(200);
        // Nor can a colleague be found out by asking for one after the other.
        for (String ours : List.of("\"" + bob + "\"", "\"" + bob + "\",\"" + eve + "\"", "\"" + eve + "\"")) {
            as(seller)
                    .contentType("application/json")
                    .body(query("{\"key\":\"x\",\"theirs\":[\"" + SECOND + "\"],\"ours\":[" + ours + "]}"))
                    .post("/api/v1/relationships/query")
                    .then()
                    .statusCode(ours.equals("\"" + eve + "\"") ? 200 : 403);
        }
        String contact = idOf(SECOND);
        Response known = as(seller).get("/api/v1/contacts/" + contact + "/colleagues");
        assertThat(known.asString()).doesNotContain(bob.toString()).doesNotContain(PlayedIngestion.addressOf(bob));
        as(seller).get("/api/v1/contacts/" + contact).then().body("mostContactedBy.size()", equalTo(0));
        Response asked = ask(seller, contact, known.jsonPath().getString("colleagues[0].id"));
        assertThat(asked.statusCode()).isEqualTo(201);
        assertThat(asked.asString()).doesNotContain(bob.toString()).doesNotContain(PlayedIngestion.addressOf(bob));
        String request = "/api/v1/introductions/" + asked.jsonPath().getString("id");

        answer(platform.tokens().user(tenant, bob), request, "ACCEPT").then().statusCode(200);
        as(seller).get(request).then().body("introducer.address", equalTo(PlayedIngestion.addressOf(bob)));

        // A declined request never names.
        String third = handleOfFirst(seller, "p05@many.example");
        String declined = "/api/v1/introductions/"
                + ask(seller, idOf("p05@many.example"), third).jsonPath().getString("id");
        answer(platform.tokens().user(tenant, ann), declined, "DECLINE").then().statusCode(200);
        as(seller).get(declined).then().body("introducer", nullValue()).body("state", equalTo("DECLINED"));
        Response now = admin().get("/api/v1/settings");
        put(now.asString().replace("\"anonymous\":true", "\"anonymous\":false"), now.header("ETag"))
                .then()
                .statusCode(200);
        as(seller).get(declined).then().body("introducer", nullValue());

        // Who no longer shares is asked for nothing any more.
        ingestion.share(tenant, bob, false);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> as(seller).get(request).statusCode() == 404);
        // Who comes back is another to whom nothing was asked.
        ingestion.share(tenant, bob, true);
        LocalDate month = d0.minusMonths(1);
        send(ingestion.now(epoch), bob, month, Folds.mail(SECOND, month, d0.minusDays(3), 6, 6));
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> addresses("search=second").size() == 1);
        as(seller).get(request).then().statusCode(404);
    }

    @Test
    @Order(13)
    void strengthOfTheListIsTheStrengthOfTheContact() {
        double ofList = seller().get("/api/v1/contacts?sort=strength&limit=1")
                .jsonPath()
                .getDouble("items[0].strength");
        String first = seller().get("/api/v1/contacts?sort=strength&limit=1")
                .jsonPath()
                .getString("items[0].id");
        assertThat(seller().get("/api/v1/contacts/" + first).jsonPath().getDouble("strength"))
                .isCloseTo(ofList, within(1e-6));
    }

    @AfterAll
    static void end() {
        ingestion.close();
    }

    private static void send(PlayedIngestion.Epoch epoch, UUID user, LocalDate month, ContactFold... folds) {
        ingestion.send(PlayedIngestion.seal(epoch, 1, PlayedIngestion.unit(user, month, d0, folds)));
    }

    private List<String> ids(String sort, int limit) {
        List<String> ids = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonPath page = seller().get("/api/v1/contacts?sort=" + sort + "&limit=" + limit
                            + (after.isEmpty() ? "" : "&after=" + after))
                    .jsonPath();
            ids.addAll(page.getList("items.id"));
            after = page.getString("next");
        }
        return ids;
    }

    private List<String> addresses(String query) {
        return seller().get("/api/v1/contacts?" + query).jsonPath().getList("items.address");
    }

    private String idOf(String address) {
        return seller().get("/api/v1/contacts?search=" + address).jsonPath().getString("items[0].id");
    }

    private String handle(String seller, String contact) {
        return as(seller)
                .get("/api/v1/contacts/" + contact + "/colleagues")
                .jsonPath()
                .getString("colleagues[0].id");
    }

    private String handleOfFirst(String seller, String address) {
        return handle(seller, idOf(address));
    }

    private static String query(String records) {
        return "{\"records\":[" + records + "]}";
    }

    private JsonPath record(String record) {
        return seller().contentType("application/json")
                .body(query(record))
                .post("/api/v1/relationships/query")
                .jsonPath();
    }

    private JsonPath whoKnows(String theirs) {
        return seller().contentType("application/json")
                .body("{\"theirs\":[" + theirs + "]}")
                .post("/api/v1/colleagues/query")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Response ask(String token, String contact, String colleague) {
        return as(token)
                .contentType("application/json")
                .body(Map.of("contact", contact, "colleague", colleague))
                .post("/api/v1/introductions");
    }

    private static Response answer(String token, String request, String answer) {
        return as(token)
                .contentType("application/json")
                .body(Map.of("answer", answer))
                .put(request + "/answer");
    }

    private static Response post(String token, String activities) {
        return as(token).contentType("application/json").body(activities).post("/api/v1/activities");
    }

    private Response put(String settings, String etag) {
        RequestSpecification request = admin().contentType("application/json").body(settings);
        return (etag.isEmpty() ? request : request.header("If-Match", etag)).put("/api/v1/settings");
    }

    private long count(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    private RequestSpecification seller() {
        return as(platform.tokens().seller(tenant));
    }

    private RequestSpecification other() {
        return as(platform.tokens().seller(Platform.OTHER_TENANT));
    }

    private RequestSpecification admin() {
        return as(platform.tokens().admin(tenant));
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }
}
