package io.rapport.insights.relationship;

import io.rapport.insights.vault.Identity;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One person's part in a relationship, for the cards "most contacted" and "most contacted by". */
public record Person(
        String address,
        String name,
        long emailsSent,
        long emailsReceived,
        long meetings,
        long calls,
        @Nullable Instant lastInteraction) {

    private static final int MOST = 3;

    /**
     * The three with most mail of ours, meetings and calls.
     *
     * @param number which of the two sides of a stretch the people stand on
     */
    static List<Person> most(
            Collection<Stretch> stretches, ToIntFunction<Stretch> number, Map<Integer, Identity> people, Instant asOf) {
        return stretches.stream().collect(Collectors.groupingBy(number::applyAsInt)).entrySet().stream()
                .filter(entry -> people.containsKey(entry.getKey()))
                .map(entry -> of(people.get(entry.getKey()), entry.getValue(), asOf))
                .sorted(Comparator.comparingLong(
                                (Person person) -> person.emailsSent() + person.meetings() + person.calls())
                        .reversed()
                        .thenComparing(Person::address))
                .limit(MOST)
                .toList();
    }

    private static Person of(@Nullable Identity identity, Collection<Stretch> stretches, Instant asOf) {
        Figures figures = Figures.of(stretches, asOf);
        return new Person(
                identity == null ? "" : identity.address(),
                identity == null ? "" : identity.name(),
                figures.emailsSent(),
                figures.emailsReceived(),
                figures.meetings(),
                figures.calls(),
                figures.lastAt());
    }
}
