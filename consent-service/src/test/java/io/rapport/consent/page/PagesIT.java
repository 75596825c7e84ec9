package io.rapport.consent.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.consent.ConsentingTenant;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes to a page at all; what pages show is walked through in a browser. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "service", value = "consent-service"))
@SuppressWarnings("NullAway.Init") // filled by the platform
class PagesIT {

    Platform platform;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/settings",
                "/settings/withdraw",
                "/history",
                "/people",
                "/privacy",
                "/operations",
                "/operations/consent-service"
            })
    void whoIsNotSignedInIsSentToTheIssuer(String page) {
        String location = given().redirects()
                .follow(false)
                .get(page)
                .then()
                .statusCode(302)
                .extract()
                .header("Location");

        assertThat(location)
                .startsWith(platform.issuerUrl() + "/authorize")
                .contains("response_type=code", "code_challenge_method=S256", "client_id=rapport-pages");
    }

    @Test
    void aBearerTokenOpensNoPageAndAPageOpensNoInterface() {
        given().redirects()
                .follow(false)
                .auth()
                .oauth2(platform.tokens().admin(Platform.TENANT))
                .get("/settings")
                .then()
                .statusCode(302);
        given().get(ConsentingTenant.CONSENT).then().statusCode(401);
    }

    @Test
    void everyAnswerForbidsForeignScripts() {
        given().get("/rapport/rapport.css")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("X-Content-Type-Options", "nosniff");
    }
}
