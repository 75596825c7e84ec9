package io.rapport.insights.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.rapport.insights.acquaintance.MyContactsResource.Mine;
import io.rapport.insights.page.KnownPages.Nothing;
import io.rapport.insights.relationship.Relationship.Outsider;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownTest {

    private static final List<Outsider> CONTACTS = IntStream.range(0, 250)
            .mapToObj(i -> new Outsider("id" + i, "p%03d@fabrikam.example".formatted(i), i == 7 ? "Kim" : ""))
            .toList();
    private static final Mine MINE = new Mine(CONTACTS, List.of(CONTACTS.get(200)));

    @Test
    void pagesAreCutAndAPageThatDoesNotExistIsTheNearest() {
        Known last = Known.of(MINE, "", 99);

        assertThat(last.page()).isEqualTo(3);
        assertThat(last.more()).isFalse();
        assertThat(last.rows()).hasSize(50);
        assertThat(last.rows().getFirst().hidden()).isTrue();
        assertThat(Known.of(MINE, "", -1).page()).isEqualTo(1);
        assertThat(Known.of(new Mine(List.of(), List.of()), "", 1).rows()).isEmpty();
    }

    @Test
    void aContactIsFoundByNameOrAddress() {
        assertThat(Known.of(MINE, "kim", 1).rows()).hasSize(1);
        assertThat(Known.of(MINE, "p01", 1).found()).isEqualTo(10);
        assertThat(Known.of(MINE, "nobody", 1).found()).isZero();
    }

    @Test
    void whyNothingIsHeldIsToldAndAnyOtherProblemStaysOne() {
        assertThat(Nothing.of(problem(ErrorCode.NO_CONSENT), false)).isEqualTo(Nothing.NO_CONSENT);
        assertThat(Nothing.of(problem(ErrorCode.CONSENT_PAUSED), true)).isEqualTo(Nothing.PAUSED);
        assertThat(Nothing.of(problem(ErrorCode.NOT_FOUND), false)).isEqualTo(Nothing.NOT_SHARING);
        assertThat(Nothing.of(problem(ErrorCode.NOT_FOUND), true)).isEqualTo(Nothing.NOT_READ);
        HttpProblem lease = problem(ErrorCode.NO_LEASE);
        assertThatThrownBy(() -> Nothing.of(lease, true)).isSameAs(lease);
    }

    private static HttpProblem problem(ErrorCode code) {
        return Problems.of(code, "Why.");
    }
}
