package io.rapport.ingestion.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.ingestion.batch.IngestionView;
import io.rapport.ingestion.fetch.ClosedFieldList;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "ingestion-service"),
            @ResourceArg(name = "with", value = "consent-service"),
            @ResourceArg(name = "mailboxes", value = "8"),
            @ResourceArg(name = "emailsPerMonth", value = "30")
        })
@SuppressWarnings("NullAway.Init") // filled by the platform
class ProgressPagesIT {

    Platform platform;

    @ConfigProperty(name = "rapport.oidc.url")
    String issuer;

    @ParameterizedTest
    @ValueSource(strings = {"/progress", "/progress/live", "/progress/fields"})
    void whoIsNotSignedInIsSentToTheIssuer(String page) {
        given().redirects().follow(false).get(page).then().statusCode(302).header("Location", startsWith(issuer));
    }

    @Test
    void aTokenForProgramsOpensNoPage() {
        given().auth()
                .oauth2(platform.tokens().admin(Platform.TENANT))
                .redirects()
                .follow(false)
                .get("/progress")
                .then()
                .statusCode(302);
    }

    @Test
    void aRunIsToldMonthByMonthAndLooksAgain() {
        assertThat(page(Views.running(3), false))
                .contains("3 of 12 months are read.", "28 Oct 2026 – 27 Nov 2026", "1,234.6 emails/s", "every 2s")
                .contains("hx-get=\"/progress/live?shape=RUNNING-12&amp;said=3\"", "known once all is read")
                .doesNotContain("Try again");
    }

    @Test
    void thePartThatIsLookedAtAgainSaysItsSentenceOnlyIfItIsNew() {
        Standing standing = new Standing(Views.running(3), false);

        assertThat(ProgressPages.part(standing, 3).render())
                .startsWith("<div id=\"pulse\"")
                .doesNotContain("id=\"state\"");
        assertThat(ProgressPages.part(standing, 2).render()).contains("3 of 12 months are read.");
    }

    @Test
    void whatIsDoneIsAccountedForAndLooksNoMore() {
        assertThat(page(Views.done(), true))
                .contains("All 12 months are read", "7,000", "Try again what was given up")
                .contains("The user has no mailbox in the cloud.", "error 503", "30 Nov 2026")
                .doesNotContain("hx-get");
        assertThat(page(Views.done(), false)).doesNotContain("Try again");
    }

    @Test
    void whatStandsInTheWayIsTold() {
        assertThat(page(Views.paused(), true))
                .contains("Reading is paused.", "once the licences are back", "every 30s");
        assertThat(page(Views.without("STOPPED", "permission-missing"), true)).contains("Microsoft Entra");
    }

    @Test
    void withoutAConsentThereIsAWayOn() {
        assertThat(page(Views.without("NONE", ""), true)).contains("href=\"/settings\" role=\"button\"");
        assertThat(page(Views.without("PLANNING", ""), false)).contains("being planned", "every 2s");
        assertThat(page(Views.without("CANCELLED", ""), false))
                .contains("Consent was withdrawn.", "<a href=\"/deletion\">")
                .doesNotContain("<table>", "hx-get");
    }

    @Test
    void theClosedListIsATable() {
        String page = html(ProgressPages.Templates.fields(AskedFor.all(ClosedFieldList.all())));

        assertThat(page)
                .contains("receivedDateTime", "proxyAddresses", "What for")
                .doesNotContain("subject<");
    }

    private static String page(IngestionView view, boolean administrator) {
        return html(ProgressPages.page(view, administrator));
    }

    private static String html(TemplateInstance page) {
        String html = page.render();
        assertThat(html).contains("<!DOCTYPE html>").doesNotContain("style=", "NOT_FOUND");
        return html;
    }
}
