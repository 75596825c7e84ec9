package io.rapport.insights.acquaintance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.insights.relationship.Stretch;
import io.rapport.insights.settings.Settings;
import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Identity;
import io.rapport.insights.vault.Mailbox;
import io.rapport.insights.vault.Sharer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AcquaintanceTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Settings.Weights WEIGHTS = Settings.DEFAULT.health().weights();

    @Test
    void theStrongestComesFirstTiesGoToTheLaterContactThenToTheId() {
        Acquaintance strong = tie(4, 9, NOW.minusSeconds(900));
        Acquaintance later = tie(3, 5, NOW);
        Acquaintance first = tie(1, 5, NOW.minusSeconds(60));
        Acquaintance second = tie(2, 5, NOW.minusSeconds(60));
        Acquaintance never = tie(0, 5, null);

        List<Acquaintance> ranked = Stream.of(never, second, first, later, strong)
                .sorted(Acquaintance.ORDER)
                .toList();

        assertThat(ranked).containsExactly(strong, later, first, second, never);
    }

    @Test
    void labelsFollowMailsAYearThatTheStrengthIsWorth() {
        assertThat(Label.of(0, WEIGHTS)).isEqualTo(Label.WEAK);
        assertThat(Label.of(Label.keptUpBy(20, WEIGHTS), WEIGHTS)).isEqualTo(Label.MEDIUM);
        assertThat(Label.of(Math.nextDown(Label.keptUpBy(20, WEIGHTS)), WEIGHTS))
                .isEqualTo(Label.WEAK);
        assertThat(Label.of(Label.keptUpBy(48, WEIGHTS), WEIGHTS)).isEqualTo(Label.STRONG);
    }

    @Test
    void fiveMailsAYearEachWayAreTheLeastThatIsShown() {
        double least = Label.keptUpBy(Settings.DEFAULT.whoKnowsWhom().leastMailsAYear(), WEIGHTS);
        assertThat(least).isCloseTo(2.37, within(0.01));
    }

    private static Acquaintance tie(long id, double strength, @Nullable Instant last) {
        List<Stretch> stretches = last == null
                ? List.of()
                : List.of(new Stretch(
                        1,
                        1,
                        LocalDate.ofInstant(last, ZoneOffset.UTC),
                        ContactFacts.newBuilder()
                                .setFirstAt(last.getEpochSecond())
                                .setLastAt(last.getEpochSecond())
                                .build()));
        Identity nobody = new Identity("", "");
        return new Acquaintance(
                new Mailbox(1, new Sharer(new UserId(new UUID(0, id)), 1), nobody),
                new Contact(1, "", nobody),
                strength,
                0,
                0,
                stretches,
                NOW);
    }
}
