package io.rapport.ingestion.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class InsidersTest {

    private final Insiders insiders = new Insiders(Set.of("ours.example"), Set.of("me@free.example"));

    @Test
    void subDomainsAreInsideAndLookAlikesAreNot() {
        assertThat(insiders.contain("a@ours.example")).isTrue();
        assertThat(insiders.contain("a@eu.ours.example")).isTrue();
        assertThat(insiders.contain("a@notours.example")).isFalse();
        assertThat(insiders.contain("a@ours.example.evil")).isFalse();
    }

    @Test
    void aProxyAddressElsewhereIsInsideAndItsDomainIsNot() {
        assertThat(insiders.contain("me@free.example")).isTrue();
        assertThat(insiders.contain("you@free.example")).isFalse();
    }
}
