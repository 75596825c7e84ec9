package io.rapport.purge.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.contracts.purge.CaseKind;
import io.rapport.purge.PlayedOwners;
import io.rapport.purge.deletion.CaseEvents;
import io.rapport.purge.deletion.CaseView;
import io.rapport.stack.PlatformResource;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PlayedOwners.class)
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "purge-service"),
            @ResourceArg(name = "with", value = "consent-service")
        })
@SuppressWarnings("NullAway.Init") // filled by the platform
class DeletionPagesIT {

    private static final CaseEvents.Check WHOLE = new CaseEvents.Check(true, 5);

    @ConfigProperty(name = "rapport.oidc.url")
    String issuer;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/deletion",
                "/deletion/live",
                "/deletion/00000000000000a7",
                "/deletion/00000000000000a7/live",
                "/deletion/00000000000000a7/certificates/app",
                "/deletion/00000000000000a7/certificates/app/file"
            })
    void whoIsNotSignedInIsSentToTheIssuer(String page) {
        given().redirects().follow(false).get(page).then().statusCode(302).header("Location", startsWith(issuer));
    }

    @Test
    void withoutCasesThatIsSaid() {
        assertThat(html(DeletionPages.list(List.of())))
                .contains("Nothing has been withdrawn.")
                .doesNotContain("hx-get");
    }

    @Test
    void casesAreListedWithBothClocks() {
        assertThat(html(DeletionPages.list(List.of(Cases.moving(CaseKind.MAILBOXES), Cases.missed()))))
                .contains("2,000 mailboxes of consent 2", "23 h 7 min left", "29 days left", "on time")
                .contains("2 h 0 min too late", "missed, and that stays so for ever", "hx-trigger=\"every 3s\"")
                .contains("href=\"/deletion/00000000000000a7\"");
    }

    @Test
    void aMovingCaseTellsItsStagesOrdersAndHistory() {
        assertThat(page(Cases.moving(CaseKind.EPOCH), true))
                .contains("<li aria-current=\"step\"><strong>End what is under way</strong> (now)</li>")
                .contains(
                        "<li>Destroy the key</li>", "ingestion-service", "not yet", "Something was left; ordered again")
                .contains("live?shape=open&amp;said=FENCED", "There is none yet", "chain of its 5 entries")
                .contains("a deadline missed on hold is missed for ever", "Look at the case now");
        assertThat(page(Cases.moving(CaseKind.EPOCH), false)).doesNotContain("<form");
    }

    @Test
    void thePartThatIsLookedAtAgainSaysItsSentenceOnlyIfItIsNew() {
        Told told = new Told(Cases.moving(CaseKind.EPOCH), true);

        assertThat(DeletionPages.part(told, "FENCED").render())
                .startsWith("<div id=\"pulse\"")
                .doesNotContain("id=\"state\"");
        assertThat(DeletionPages.part(told, "WITHDRAWN").render()).contains("Work under way is being ended");
    }

    @Test
    void aHeldCaseShowsWhyAndHowToGoOn() {
        assertThat(page(Cases.held(), true))
                .contains("On hold: nothing more", "a court asked &lt;for&gt; it", "/release", "critical");
        assertThat(page(Cases.held(), false)).contains("On hold since").doesNotContain("/release");
    }

    @Test
    void aFinishedCaseHandsOutItsCertificatesAndRestsInPeace() {
        assertThat(page(Cases.finished(CaseKind.EPOCH), true))
                .contains(
                        "/certificates/app\"", "/certificates/app/file\"", "/certificates/backup/file\"", "met in time")
                .doesNotContain("hx-get", "<form", "aria-current=\"step\"");
        assertThat(page(Cases.finished(CaseKind.PERSON), true)).doesNotContain("Destroy the key");
    }

    @Test
    void aChangedHistoryIsToldLoudly() {
        assertThat(html(DeletionPages.page(Cases.waitingForBackups(), new CaseEvents.Check(false, 5), true)))
                .contains("The history was changed after it was written.", "3 backups to expire", "every 30s");
    }

    private static String page(CaseView view, boolean administrator) {
        return html(DeletionPages.page(view, WHOLE, administrator));
    }

    private static String html(TemplateInstance page) {
        String html = page.render();
        assertThat(html).contains("<!DOCTYPE html>").doesNotContain("style=", "NOT_FOUND");
        return html;
    }
}
