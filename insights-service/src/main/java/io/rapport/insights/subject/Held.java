package io.rapport.insights.subject;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.relationship.Figures;
import io.rapport.insights.relationship.Health;
import io.rapport.insights.relationship.Slice;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is held about an outside person, for that person: mailboxes that are not shown at this moment and
 * ties that are hidden are in it as well, since they are held.
 *
 * @param held false if nothing is
 * @param blocked whether the person is kept out of what is read from now on
 * @param address as it is stored
 * @param name last seen with the address; empty if none was
 * @param kpis what is computed from it
 * @param health likewise
 * @param with what each colleague's mailbox had with the person, day by day
 * @param introductions how many requests to be introduced are about the person
 */
public record Held(
        Instant asOf,
        boolean held,
        boolean blocked,
        @Nullable String address,
        @Nullable String name,
        @Nullable Figures kpis,
        @Nullable Health health,
        List<WithColleague> with,
        long introductions) {

    /** @param hidden the colleague keeps this tie to themselves */
    public record WithColleague(UserId colleague, boolean hidden, List<Slice> days) {}

    static Held nothing(Instant asOf, boolean blocked) {
        return new Held(asOf, false, blocked, null, null, null, null, List.of(), 0);
    }

    @Override
    public String toString() {
        return "Held[hidden]";
    }
}
