package io.rapport.insights.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ContactMemoryTest {

    private static final Blind MET = new Blind(1, 2);
    private static final Blind STRANGER = new Blind(2, 1);

    private final ContactMemory memory = new ContactMemory();

    @Test
    void whoWasFoundIsRecalledAndNobodyElse() {
        memory.keep(Map.of(MET, new KnownContact(7, true)), 3);

        assertThat(memory.recall(MET, 3)).contains(new KnownContact(7, true));
        assertThat(memory.recall(STRANGER, 3)).isEmpty();
    }

    @Test
    void nothingIsRecalledOnceSomebodyPassedAloneUntilItIsFoundAgain() {
        memory.keep(Map.of(MET, new KnownContact(7, true)), 3);
        assertThat(memory.recall(MET, 4)).isEmpty();

        memory.keep(Map.of(MET, new KnownContact(8, true)), 4);
        assertThat(memory.recall(MET, 4)).contains(new KnownContact(8, true));
    }
}
