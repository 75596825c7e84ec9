package io.rapport.consent.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the service must be, in the plainest words: no database, no events, no revisions. Derived from the design's
 * sentence "epoch active ∧ licensed ∧ ¬switched off ∧ ¬member of an excluded group (∧ in a role group, if any)".
 */
final class Model {

    private final int people;
    private final List<Set<Integer>> directory = new ArrayList<>();
    private final Set<Integer> lost = new HashSet<>();
    private final Set<Integer> off = new HashSet<>();
    private final List<Set<Integer>> known = new ArrayList<>();
    private Set<Integer> excluded = Set.of();
    private Set<Integer> roles = Set.of();
    private int epoch;
    private boolean active;
    private boolean paused;
    private int entries;

    Model(int people, int groups) {
        this.people = people;
        for (int i = 0; i < groups; i++) {
            directory.add(new HashSet<>());
            known.add(new HashSet<>());
        }
    }

    /** @return the status that the service must answer; 0 if it is not asked */
    int apply(Command command) {
        return switch (command) {
            case Command.Decide(int excludedBits, int roleBits) ->
                decide(groups(excludedBits), groups(roleBits & ~excludedBits));
            case Command.Withdraw withdraw -> withdraw();
            case Command.Switch(int person, boolean on) -> {
                put(off, person, !on);
                entries++;
                yield 200;
            }
            case Command.Move(int person, int group, boolean in) -> {
                put(directory.get(group), person, in);
                yield 0;
            }
            case Command.Lose(int group, boolean gone) -> {
                put(lost, group, gone);
                yield 0;
            }
            case Command.Refresh refresh -> {
                if (!active) {
                    yield 409;
                }
                read();
                yield 200;
            }
            case Command.Crash crash -> 0;
        };
    }

    private static void put(Set<Integer> set, Integer element, boolean in) {
        set.remove(element);
        if (in) {
            set.add(element);
        }
    }

    private int decide(Set<Integer> nowExcluded, Set<Integer> nowRoles) {
        Set<Integer> chosen = new HashSet<>(nowExcluded);
        chosen.addAll(nowRoles);
        if (chosen.stream().anyMatch(lost::contains)) {
            return 400;
        }
        boolean opened = !active;
        if (opened) {
            epoch++;
            active = true;
        }
        excluded = nowExcluded;
        roles = nowRoles;
        read();
        entries++;
        return opened ? 201 : 200;
    }

    private int withdraw() {
        if (!active) {
            return 409;
        }
        active = false;
        paused = false;
        entries++;
        return 202;
    }

    /** Of a group that is lost, the last known members count. */
    private void read() {
        paused = false;
        for (int group : union(excluded, roles)) {
            if (lost.contains(group)) {
                paused = true;
            } else {
                known.set(group, new HashSet<>(directory.get(group)));
            }
        }
    }

    int epoch() {
        return epoch;
    }

    boolean active() {
        return active;
    }

    boolean paused() {
        return paused;
    }

    /** How long the audit trail must be. */
    int entries() {
        return entries;
    }

    Set<Integer> shared() {
        Set<Integer> shared = new TreeSet<>();
        for (int person = 0; person < people; person++) {
            if (active && !off.contains(person) && !in(person, excluded) && (roles.isEmpty() || in(person, roles))) {
                shared.add(person);
            }
        }
        return shared;
    }

    private boolean in(int person, Set<Integer> groups) {
        return groups.stream().anyMatch(group -> known.get(group).contains(person));
    }

    private static Set<Integer> union(Set<Integer> one, Set<Integer> other) {
        Set<Integer> union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }

    static Set<Integer> groups(int bits) {
        Set<Integer> groups = new TreeSet<>();
        for (int group = 0; group < Integer.SIZE; group++) {
            if ((bits >> group & 1) == 1) {
                groups.add(group);
            }
        }
        return groups;
    }
}
