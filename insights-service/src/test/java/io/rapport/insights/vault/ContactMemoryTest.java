package io.rapport.insights.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.contracts.ids.Te;
import org.junit.jupiter.api.Test;

class ContactMemoryTest {

    private static final Te HERE = new Te(1);
    private static final Te ELSEWHERE = new Te(2);
    private static final String MET = "met@fabrikam.example";
    private static final KnownContact SEVEN = new KnownContact(7, true);

    private final ContactMemory memory = new ContactMemory();

    @Test
    void whoWasFoundIsRecalledAndNobodyElse() {
        memory.keep(HERE, MET, SEVEN, 3);

        assertThat(memory.recall(HERE, MET, 3)).contains(SEVEN);
        assertThat(memory.recall(HERE, "stranger@fabrikam.example", 3)).isEmpty();
    }

    @Test
    void anEpochKnowsNothingOfAnother() {
        memory.keep(HERE, MET, SEVEN, 3);

        assertThat(memory.recall(ELSEWHERE, MET, 3)).isEmpty();
    }

    @Test
    void nothingIsRecalledOnceSomebodyPassedAloneUntilItIsFoundAgain() {
        memory.keep(HERE, MET, SEVEN, 3);
        assertThat(memory.recall(HERE, MET, 4)).isEmpty();

        memory.keep(HERE, MET, new KnownContact(8, true), 4);
        assertThat(memory.recall(HERE, MET, 4)).contains(new KnownContact(8, true));
    }
}
