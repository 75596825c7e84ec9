package io.rapport.insights.relationship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rapport.insights.settings.Settings;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrengthTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 1, 31);

    @Test
    void aMailOfTodayCountsOneAndOneOfSixtyDaysAgoHalf() {
        Mail mail = new Mail(TODAY.minusDays(60)).day(TODAY, 1, 0).day(TODAY.minusDays(60), 1, 0);

        assertThat(of(mail).ours()).isCloseTo(1.5, within(1e-12));
    }

    @Test
    void oneWayMailKeepsAQuarterOfItsWorth() {
        Strength strength = of(new Mail(TODAY).day(TODAY, 8, 0));

        assertThat(strength.reciprocity()).isZero();
        assertThat(strength.effective()).isEqualTo(2);
    }

    @Test
    void balancedMailKeepsAllOfIt() {
        Strength strength = of(new Mail(TODAY).day(TODAY, 4, 4));

        assertThat(strength.reciprocity()).isEqualTo(1);
        assertThat(strength.effective()).isEqualTo(8);
    }

    @Test
    void aMeetingCountsThreeForWhoeverInvited() {
        var start = TODAY.atStartOfDay(ZoneOffset.UTC).toInstant();
        Strength strength = of(new Mail(TODAY).meeting(1, start, 30, false));

        assertThat(strength.theirs()).isEqualTo(3);
        assertThat(strength.ours()).isZero();
    }

    @Test
    void whatLiesAheadDoesNotCountYet() {
        var start = TODAY.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();

        assertThat(of(new Mail(TODAY).meeting(1, start, 30, true)).sum()).isZero();
    }

    @Test
    void nothingIsZero() {
        assertThat(Strength.of(
                                Activity.of(List.of()),
                                TODAY,
                                Settings.DEFAULT.health().weights(),
                                60)
                        .effective())
                .isZero();
    }

    private static Strength of(Mail mail) {
        return Strength.of(
                Activity.of(List.of(mail.stretch(1, 1))),
                TODAY,
                Settings.DEFAULT.health().weights(),
                60);
    }
}
