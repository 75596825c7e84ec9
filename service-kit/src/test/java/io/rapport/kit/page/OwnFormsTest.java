package io.rapport.kit.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnFormsTest {

    @Test
    void aBrowserSaysWhereAFormComesFrom() {
        assertThat(OwnForms.own("same-origin", null, "rapport.example")).isTrue();
        assertThat(OwnForms.own("same-site", "https://rapport.example", "rapport.example"))
                .isFalse();
        assertThat(OwnForms.own("cross-site", null, "rapport.example")).isFalse();
        assertThat(OwnForms.own("none", null, "rapport.example")).isFalse();
    }

    @Test
    void anOlderOneSaysItByItsOrigin() {
        assertThat(OwnForms.own(null, "https://rapport.example", "rapport.example"))
                .isTrue();
        assertThat(OwnForms.own(null, "https://evil.example", "rapport.example"))
                .isFalse();
        assertThat(OwnForms.own(null, "null", "rapport.example")).isFalse();
    }

    @Test
    void whoSaysNothingIsRefused() {
        assertThat(OwnForms.own(null, null, "rapport.example")).isFalse();
    }

    @Test
    void interfacesForProgramsAreNoPages() {
        assertThat(Pages.owns("/settings")).isTrue();
        assertThat(Pages.owns("/api/v1/consent")).isFalse();
        assertThat(Pages.owns("/internal/consent-state")).isFalse();
        assertThat(Pages.owns("/q/metrics")).isFalse();
    }
}
