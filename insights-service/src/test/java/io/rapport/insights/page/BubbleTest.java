package io.rapport.insights.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.insights.page.Bubble.Place;
import io.rapport.insights.page.Bubble.Shade;
import io.rapport.insights.relationship.Health.Grade;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class BubbleTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-28");

    @Test
    void onlyWhatClosesTodayOrLaterIsDrawn() {
        assertThat(Bubble.place(TODAY, TODAY)).isEqualTo(Place.DRAWN);
        assertThat(Bubble.place(TODAY.minusDays(1), TODAY)).isEqualTo(Place.PAST);
        assertThat(Bubble.place(null, TODAY)).isEqualTo(Place.NO_DATE);
    }

    @Test
    void withoutHealthItLiesGreyAtTheBottom() {
        Bubble bubble = Bubble.of(new Opportunity(1, "a", List.of("b@c.example"), TODAY, null), null, TODAY);

        assertThat(bubble.shade()).isEqualTo(Shade.NONE);
        assertThat(bubble.height()).isZero();
        assertThat(bubble.drawn()).isTrue();
    }

    @Test
    void whatIsStillBeingReadIsPendingAndEveryOtherMissingScoreIsNone() {
        assertThat(Bubble.shade(Grade.GOOD)).isEqualTo(Shade.GOOD);
        assertThat(Bubble.shade(Grade.IN_PROGRESS)).isEqualTo(Shade.PENDING);
        assertThat(List.of(Grade.NOT_ENOUGH_INFO, Grade.NO_ACTIVITY, Grade.TOO_OLD))
                .allSatisfy(grade -> assertThat(Bubble.shade(grade)).isEqualTo(Shade.NONE));
    }
}
