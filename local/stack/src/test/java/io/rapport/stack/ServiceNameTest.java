package io.rapport.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who owns which page. */
class ServiceNameTest {

    @ParameterizedTest
    @CsvSource({
        "/, CONSENT",
        "/signed-in, CONSENT",
        "/sign-out, CONSENT",
        "/settings, CONSENT",
        "/settings/sharing, CONSENT",
        "/history, CONSENT",
        "/people, CONSENT",
        "/privacy, CONSENT",
        "/rapport/style.css, CONSENT",
        "/webjars/htmx/htmx.js, CONSENT",
        "/_static/app.js, CONSENT",
        "/operations, CONSENT",
        "/progress, INGESTION",
        "/contacts, INSIGHTS",
        "/companies, INSIGHTS",
        "/pipeline, INSIGHTS",
        "/introductions, INSIGHTS",
        "/known/1, INSIGHTS",
        "/deletion, PURGE"
    })
    void aPageHasOneOwner(String path, ServiceName owner) {
        assertThat(ServiceName.ofPage(path)).hasValue(owner);
    }

    @Test
    void eachServiceOwnsItsPageOfTheOperationsPages() {
        for (ServiceName service : ServiceName.values()) {
            assertThat(ServiceName.ofPage("/operations/" + service.folder())).hasValue(service);
            assertThat(ServiceName.ofPage("/operations/" + service.folder() + "/metrics"))
                    .hasValue(service);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/consent",
                "/q/health/ready",
                "/settingsx",
                "/operations/",
                "/operations/other-service",
                "/settings/../api/v1/consent",
                "/settings/%2e%2e/api/v1/consent",
                "/settings/..%2fapi/v1/consent",
                "/settings//api",
                "/settings/%",
                "settings"
            })
    void restAndDisguisedPathsHaveNone(String path) {
        assertThat(ServiceName.ofPage(path)).isEmpty();
    }
}
