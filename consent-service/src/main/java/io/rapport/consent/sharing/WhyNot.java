package io.rapport.consent.sharing;

import io.rapport.contracts.ids.UserId;
import java.util.List;
import java.util.UUID;

/**
 * Why a person is shown or not: every clause of the rule, with the one that fails.
 *
 * @param shared whether their mailbox is read and shown now: true if every clause holds
 */
public record WhyNot(UserId user, boolean shared, List<Clause> clauses) {

    /**
     * One condition.
     *
     * @param rule {@code consent}, {@code licence}, {@code own-switch}, {@code excluded-groups} or {@code role-groups}
     * @param holds all must
     * @param meaning in words, for this person
     * @param groups those that decide it, if groups do
     */
    public record Clause(String rule, boolean holds, String meaning, List<Group> groups) {}

    /** A chosen group. */
    public record Group(UUID id, String name) {}

    /** What the clauses are made of. */
    record Facts(
            boolean consent,
            boolean licensed,
            boolean switchedOff,
            boolean byRole,
            List<Group> excluding,
            List<Group> roles) {

        WhyNot about(UserId user) {
            List<Clause> clauses = List.of(
                    new Clause(
                            "consent",
                            consent,
                            consent ? "The organisation's consent is active." : "There is no active consent.",
                            List.of()),
                    new Clause(
                            "licence",
                            licensed,
                            licensed
                                    ? "The person has a licensed Exchange mailbox."
                                    : "The directory lists no licensed Exchange mailbox of this person.",
                            List.of()),
                    new Clause(
                            "own-switch",
                            !switchedOff,
                            switchedOff
                                    ? "The person switched their own sharing off."
                                    : "The person has not switched their sharing off.",
                            List.of()),
                    new Clause(
                            "excluded-groups",
                            excluding.isEmpty(),
                            excluding.isEmpty()
                                    ? "The person is in no excluded group."
                                    : "The person is in an excluded group, directly or through a nested one.",
                            excluding),
                    new Clause(
                            "role-groups",
                            !byRole || !roles.isEmpty(),
                            !byRole
                                    ? "No role filter is set."
                                    : roles.isEmpty()
                                            ? "A role filter is set and the person is in none of its groups."
                                            : "The person is in a group of the role filter.",
                            roles));
            return new WhyNot(user, clauses.stream().allMatch(Clause::holds), clauses);
        }
    }
}
