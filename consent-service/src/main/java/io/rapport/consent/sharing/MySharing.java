package io.rapport.consent.sharing;

import java.util.List;

/**
 * A person's own view of it.
 *
 * @param shared whether their mailbox is read and shown now
 * @param switchedOff their own decision, which survives withdrawal and a new grant
 * @param because why not, if not: the clauses of {@link WhyNot} that fail. Names of groups are the administrator's
 */
public record MySharing(boolean shared, boolean switchedOff, List<String> because) {

    static MySharing of(WhyNot why) {
        List<String> failing = why.clauses().stream()
                .filter(clause -> !clause.holds())
                .map(WhyNot.Clause::rule)
                .toList();
        return new MySharing(why.shared(), failing.contains("own-switch"), failing);
    }
}
