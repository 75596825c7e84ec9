package io.rapport.consent.page;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class DraftTest {

    private static final String ONE = "11111111-1111-4111-8111-111111111111";
    private static final String TWO = "22222222-2222-4222-8222-222222222222";

    private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();

    @Test
    void nothingIsTickedThatWasNotTicked() {
        Draft draft = Draft.of(form);

        assertThat(draft.options().insightsForEachUser()).isFalse();
        assertThat(draft.options().aggregatedInsights()).isFalse();
        assertThat(draft.options().identifiableInsights()).isFalse();
    }

    @Test
    void manyIdsMayBePastedHoweverTheyAreSeparated() {
        form.add("identifiable", "on");
        form.add("excluded", ONE);
        form.add("excluded", ONE + ";\n " + TWO + ",finance");

        Draft draft = Draft.of(form);

        assertThat(draft.excluded()).containsExactly(ONE, TWO, "finance");
        assertThat(draft.malformed()).containsExactly("finance");
        assertThat(draft.decision().excludedGroups()).hasSize(2);
    }

    @Test
    void aChipIsTakenOff() {
        form.add("excluded", ONE);
        form.add("excluded", TWO);
        form.add("drop", ONE);

        assertThat(Draft.of(form).excluded()).containsExactly(TWO);
    }

    @Test
    void withoutTheirPermissionGroupsAreKeptInTheFormAndLeftOutOfTheDecision() {
        form.add("excluded", ONE);
        form.add("excluded", "finance");

        Draft draft = Draft.of(form);

        assertThat(draft.excluded()).containsExactly(ONE, "finance");
        assertThat(draft.malformed()).isEmpty();
        assertThat(draft.decision().excludedGroups()).isEqualTo(List.of());
    }
}
