package io.rapport.ingestion.fold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutomatedTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "noreply@x.example",
                "no-reply@x.example",
                "do_not_reply@x.example",
                "donotreply.billing@x.example",
                "crm-noreply@x.example",
                "mailer-daemon@x.example",
                "postmaster@x.example",
                "bounces+123=a@x.example",
                "bounce@x.example",
                "notification@x.example",
                "notifications-4@x.example"
            })
    void machinesAreKnownByAWordOfTheirName(String address) {
        assertThat(Automated.machine(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conor.eply@x.example",
                "nora.reply@x.example",
                "bouncer@x.example",
                "a@noreply.example",
                "postmasters@x.example"
            })
    void peopleAreNot(String address) {
        assertThat(Automated.machine(address)).isFalse();
    }
}
