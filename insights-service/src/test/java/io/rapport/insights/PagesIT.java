package io.rapport.insights;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.insights.introduction.IntroductionsResource.Reply;
import io.rapport.insights.page.CompanyPages;
import io.rapport.insights.page.ContactPages;
import io.rapport.insights.page.IntroductionPages;
import io.rapport.insights.page.KnownPages;
import io.rapport.insights.page.PipelinePages;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import io.rapport.stack.ServiceProcess;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page with data, with little and with none, drawn for a person with the claims of a real token. That a browser gets
 * in by signing in is tested where all services run.
 */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "insights-service"),
            @ResourceArg(name = "with", value = "consent-service")
        })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // filled by the platform and by earlier steps
class PagesIT {

    private static final String CLIENT = "client@pages.example";
    private static final String SECOND = "second@pages.example";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern ASKING = Pattern.compile(
            "name=\"contact\" value=\"([^\"]+)\">\\s*<input type=\"hidden\" name=\"colleague\" value=\"([^\"]+)\"");
    private static final Pattern ANSWERING = Pattern.compile("/introductions/([0-9a-f-]{36})/");

    private static PlayedIngestion ingestion;
    private static UUID tenant;
    private static UUID ann;
    private static UUID bob;

    Platform platform;
    ServiceProcess consent;

    @Inject
    CurrentIdentityAssociation identities;

    @Inject
    ContactPages contacts;

    @Inject
    CompanyPages companies;

    @Inject
    IntroductionPages introductions;

    @Inject
    KnownPages known;

    @Inject
    PipelinePages pipeline;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/contacts",
                "/contacts/export",
                "/contacts/Q7Rzq1ewzf3XK8KoMQd4jQ",
                "/companies",
                "/companies/export",
                "/companies/fabrikam.example",
                "/introductions",
                "/known",
                "/pipeline",
                "/operations/insights-service"
            })
    @Order(1)
    void withoutASessionAPageLeadsToTheIssuer(String page) {
        given().redirects()
                .follow(false)
                .get(page)
                .then()
                .statusCode(302)
                .header("Location", containsString("/authorize?"));
        // What a program brings lets nobody into a page, and what a browser brings lets nobody into the interface.
        given().redirects()
                .follow(false)
                .auth()
                .oauth2(platform.tokens().seller(UUID.randomUUID()))
                .get(page)
                .then()
                .statusCode(302);
    }

    @Test
    @Order(2)
    void theInterfaceTakesNoCookie() {
        given().cookie("q_session_pages", "anything")
                .redirects()
                .follow(false)
                .get("/api/v1/contacts")
                .then()
                .statusCode(401);
    }

    @Test
    @Order(3)
    void beforeAnythingIsReadThePagesSaySo() {
        ingestion = new PlayedIngestion(platform, consent.url());
        tenant = ingestion.newTenant();
        PlayedIngestion.Epoch epoch = ingestion.grant(tenant);
        ann = ingestion.sharing(tenant).getFirst();
        bob = ingestion.sharing(tenant).get(1);
        be(platform.tokens().seller(tenant, bob));
        await().pollInSameThread()
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> contacts.list("interactions", "", null) != null);

        assertThat(contacts.list("health", "", null).render()).contains("No contacts yet", "0 of 12 batches are read");
        assertThat(contacts.search("nobody", "", "health", null).render()).contains("Nobody found");
        assertThat(companies.list("interactions", null).render()).contains("No companies yet");
        assertThat(introductions.list().render()).contains("Nobody waits", "You have not asked");
        assertThat(known.list(1).render()).contains("nothing of it has been read yet");
        assertThat(pipeline.form().render()).contains("<h1>Pipeline</h1>").doesNotContain("data-chart");
        assertThat(pipeline.draw("Plant; nobody@pages.example; 2099-01-31; 5").render())
                .contains("data-value=\"PENDING\"", "data-value=\"0.0\"");
        assertThatThrownBy(() -> companies.one("pages.example")).isInstanceOf(HttpProblem.class);
        be(platform.tokens().user(tenant, UUID.randomUUID()));
        assertThat(known.list(1).render()).contains("You do not share your mailbox");
        be(platform.tokens().user(UUID.randomUUID(), UUID.randomUUID()));
        assertThat(known.list(1).render()).contains("your organisation has given no consent");

        LocalDate d0 = LocalDate.ofInstant(platform.clock().now(), ZoneOffset.UTC);
        LocalDate month = d0.minusMonths(1);
        ingestion.send(PlayedIngestion.seal(
                epoch,
                1,
                PlayedIngestion.unit(
                        ann,
                        month,
                        d0,
                        Folds.withMeeting(Folds.mail(CLIENT, month, d0.minusDays(2), 9, 8), d0.minusDays(2), 7),
                        Folds.mail("lone@lone.example", month, d0.minusDays(3), 1, 0))));
        ingestion.send(PlayedIngestion.seal(
                epoch, 1, PlayedIngestion.unit(bob, month, d0, Folds.mail(SECOND, month, d0.minusDays(3), 6, 6))));
        be(platform.tokens().seller(tenant, bob));
        await().pollInSameThread()
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> contacts.list("interactions", "", null).render().contains(CLIENT)
                        && known.list(1).render().contains(SECOND));
    }

    @Test
    @Order(4)
    void theListsHaveFiguresOrdersAndAnExport() {
        be(platform.tokens().seller(tenant, bob));

        assertThat(contacts.list("health", "pages.example", null).render())
                .contains(
                        "Name of " + CLIENT,
                        "aria-sort=\"descending\"><a href=\"/contacts?sort=health&amp;domain=pages")
                .contains("improving")
                .doesNotContain("lone@lone.example");
        assertThat(contacts.search("LONE", "", "strength", null).render())
                .contains("Fewer than three interactions", "formaction=\"/contacts/export\"")
                .doesNotContain(CLIENT);
        assertThat(contacts.export("health", "").getEntity()).contains(CLIENT, SECOND, "lone@lone.example");
        assertThat(contacts.exportFound("second", "", "health").getEntity())
                .contains(SECOND)
                .doesNotContain(CLIENT);
        assertThat(companies.list("meetings", null).render()).contains("/companies/pages.example", "2 contacts");
        assertThat(companies.export("meetings").getEntity()).contains("pages.example");
        assertThatThrownBy(() -> contacts.list("size", "", null)).isInstanceOf(HttpProblem.class);
        assertThatThrownBy(() -> contacts.search("x", "", "health", null)).isInstanceOf(RuntimeException.class);
    }

    @Test
    @Order(5)
    void aContactAndACompanyAreToldWhole() {
        be(platform.tokens().seller(tenant, bob));

        assertThat(contacts.one(idOf(CLIENT)).render())
                .contains(
                        "You and your colleagues exchanged 17 mails with Name of " + CLIENT + " and met once",
                        "the last was a mail 2 days ago",
                        "Why this score",
                        "Get introduced",
                        "In two steps",
                        "That is you.",
                        "data-chart=\"stack\"",
                        "0 of 12 batches")
                .doesNotContain("NOT_FOUND");
        assertThat(contacts.one(idOf("lone@lone.example")).render())
                .contains("Fewer than three interactions.", "No colleague who shares has a tie that is strong enough");
        assertThat(companies.one("Pages.example").render())
                .contains("data-chart=\"network\"", "Name of " + SECOND, "data-value=\"100\"", "Who knows it best");
        assertThatThrownBy(() -> contacts.one("Q7Rzq1ewzf3XK8KoMQd4jQ")).isInstanceOf(HttpProblem.class);
    }

    @Test
    @Order(6)
    void anIntroductionIsAskedForAnsweredAndDrafted() {
        be(platform.tokens().seller(tenant, bob));
        var asking = ASKING.matcher(contacts.one(idOf(CLIENT)).render());
        assertThat(asking.find()).isTrue();
        assertThat(introductions.ask(asking.group(1), asking.group(2)).getStatus())
                .isEqualTo(303);
        assertThat(contacts.one(idOf(CLIENT)).render()).contains("You have asked for an introduction");
        assertThat(introductions.list().render()).contains("requested", "Take it back", "mailto:");

        be(platform.tokens().user(tenant, ann));
        String waiting = introductions.list().render();
        assertThat(waiting).contains("Introduce them", "Talk to me first");
        var answering = ANSWERING.matcher(waiting);
        assertThat(answering.find()).isTrue();
        UUID id = UUID.fromString(answering.group(1));
        introductions.answer(id, Reply.ASK_FIRST);
        assertThat(introductions.list().render())
                .contains("You wanted to talk first")
                .doesNotContain("Talk to me first");
        introductions.answer(id, Reply.ACCEPT);
        assertThat(introductions.list().render()).contains("Answered by you", "may I introduce my colleague");

        be(platform.tokens().seller(tenant, bob));
        assertThatThrownBy(() -> introductions.cancel(id)).isInstanceOf(HttpProblem.class);
    }

    @Test
    @Order(7)
    void aUserHidesAContactAndShowsItAgain() {
        be(platform.tokens().user(tenant, ann));
        assertThat(known.list(1).render())
                .contains("2 contacts are known", CLIENT, "Hide")
                .doesNotContain(SECOND);
        assertThat(known.find("lone").render()).contains("1 contact found").doesNotContain(CLIENT);
        String client = hiding(known.find(CLIENT).render());
        assertThat(known.hide(client, 1).getStatus()).isEqualTo(303);
        assertThat(known.list(1).render()).contains("you hide 1 of them", "<td>hidden</td>");

        be(platform.tokens().seller(tenant, bob));
        assertThat(contacts.list("health", "", null).render()).doesNotContain(CLIENT);
        be(platform.tokens().user(tenant, ann));
        known.show(client, 1);
        assertThat(known.list(1).render()).contains("you hide 0 of them");
    }

    @Test
    @Order(8)
    void opportunitiesAreDrawnByHealthDateAndRevenue() {
        be(platform.tokens().seller(tenant, bob));

        assertThat(pipeline.draw("""
                        Plant; %s; 2099-01-31; 120,000
                        Late; %s; 2020-01-31; 5
                        Open; %s
                        Wrong; nobody
                        """.formatted(CLIENT, SECOND, SECOND)).render())
                .contains(
                        "data-chart=\"bubbles\"",
                        "data-value=\"2099-01-31\"",
                        "data-value=\"120000\"",
                        "no: its close date has passed",
                        "no: it has no close date",
                        "Line 4:");
        assertThat(pipeline.draw("Late; " + CLIENT + "; 2020-01-31; 5").render())
                .contains("nothing to draw");
        assertThat(pipeline.draw("nonsense").render()).contains("Line 1:").doesNotContain("All opportunities");
    }

    @AfterAll
    static void end() {
        ingestion.close();
    }

    private String idOf(String address) {
        var link = Pattern.compile("href=\"/contacts/([A-Za-z0-9_-]{22})\"")
                .matcher(contacts.search(address, "", "health", null).render());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private static String hiding(String page) {
        var form = Pattern.compile("action=\"/known/([^/]+)/hide\"").matcher(page);
        assertThat(form.find()).isTrue();
        return form.group(1);
    }

    /** From here on the caller is whom a token tells of. */
    private void be(String token) {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        try {
            identities.setIdentity(QuarkusSecurityIdentity.builder()
                    .setPrincipal(new OidcJwtCallerPrincipal(JwtClaims.parse(claims), new AccessTokenCredential(token)))
                    .addRoles(new HashSet<>(JsonPath.from(claims).getList("roles", String.class)))
                    .build());
        } catch (InvalidJwtException e) {
            throw new IllegalStateException("the issuer's token does not parse", e);
        }
    }
}
