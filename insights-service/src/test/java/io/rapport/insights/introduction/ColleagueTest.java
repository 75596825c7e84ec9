package io.rapport.insights.introduction;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.contracts.ids.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColleagueTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void theStrongestComesFirstTiesGoToTheLaterContactThenToTheId() {
        Colleague strong = colleague(4, 9, NOW.minusSeconds(900));
        Colleague later = colleague(3, 5, NOW);
        Colleague first = colleague(1, 5, NOW.minusSeconds(60));
        Colleague second = colleague(2, 5, NOW.minusSeconds(60));
        Colleague never = colleague(0, 5, null);

        List<Colleague> ranked = Stream.of(never, second, first, later, strong)
                .sorted(Colleague.ORDER)
                .toList();

        assertThat(ranked).containsExactly(strong, later, first, second, never);
    }

    @Test
    void labelsFollowMailsAYearThatTheStrengthIsWorth() {
        assertThat(Colleague.Label.of(0)).isEqualTo(Colleague.Label.WEAK);
        assertThat(Colleague.Label.of(2.4)).isEqualTo(Colleague.Label.MEDIUM);
        assertThat(Colleague.Label.of(12)).isEqualTo(Colleague.Label.STRONG);
    }

    private static Colleague colleague(long id, double strength, @Nullable Instant last) {
        return new Colleague(
                new UserId(new UUID(0, id)), "", "", strength, Colleague.Label.WEAK, 0, 0, 0, 0, 0, 0, last);
    }
}
