package io.rapport.insights.page;

import io.rapport.insights.relationship.Figures;
import io.rapport.insights.relationship.Interaction;
import io.rapport.insights.relationship.Responses;
import io.rapport.insights.relationship.Side;
import io.rapport.insights.relationship.Slice;
import io.rapport.kit.page.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A relationship in one sentence, in plain words. */
final class Sentence {

    private static final int YEAR_DAYS = 365;
    private static final double SHOW_AS_DAYS = 48;

    private Sentence() {}

    /**
     * @param name of whom it is about
     * @param days everything that happened, by day
     * @param asOf to which it is told
     */
    static String of(String name, Figures figures, Collection<Slice> days, Instant asOf) {
        LocalDate today = LocalDate.ofInstant(asOf, ZoneOffset.UTC);
        Slice year = days.stream()
                .filter(day -> !day.from().isBefore(today.minusDays(YEAR_DAYS)))
                .reduce(Slice.empty(today), Slice::plus);
        List<String> parts = new ArrayList<>();
        parts.add("You and your colleagues " + did(name, year) + " in the last year");
        last(figures.lastInteraction(), today, parts);
        answers(figures, parts);
        if (figures.nextInteraction() != null) {
            parts.add("the next " + Words.words(figures.nextInteraction().kind()) + " is on "
                    + Words.day(figures.nextInteraction().at()));
        }
        return String.join("; ", parts) + ".";
    }

    private static String did(String name, Slice year) {
        long ours = year.emailsSent();
        long theirs = year.emailsReceived();
        List<String> deeds = new ArrayList<>();
        if (ours > 0 && theirs > 0) {
            deeds.add("exchanged " + Words.of(ours + theirs, "mail") + " with " + name);
        } else if (ours > 0) {
            deeds.add("sent " + name + " " + Words.of(ours, "mail") + " and got none back");
        } else if (theirs > 0) {
            deeds.add("got " + Words.of(theirs, "mail") + " from " + name + " and sent none");
        }
        boolean named = !deeds.isEmpty();
        long meetings = year.meetingsByUs() + year.meetingsByThem();
        if (meetings > 0) {
            deeds.add("met " + (named ? "" : name + " ") + times(meetings));
        }
        long calls = year.callsByUs() + year.callsByThem();
        if (calls > 0) {
            deeds.add("spoke " + (deeds.isEmpty() ? "with " + name + " " : "") + times(calls) + " on the phone");
        }
        return switch (deeds.size()) {
            case 0 -> "had nothing with " + name;
            case 1 -> deeds.getFirst();
            default -> String.join(", ", deeds.subList(0, deeds.size() - 1)) + " and " + deeds.getLast();
        };
    }

    private static void last(@Nullable Interaction last, LocalDate today, List<String> parts) {
        if (last == null) {
            return;
        }
        long days = ChronoUnit.DAYS.between(LocalDate.ofInstant(last.at(), ZoneOffset.UTC), today);
        String ago = days == 0 ? "today" : days == 1 ? "yesterday" : Words.of(days, "day") + " ago";
        String what = switch (last.kind()) {
            case EMAIL -> "a mail" + sender(last.side());
            case MEETING -> "a meeting";
            case CALL -> "a call";
        };
        parts.add("the last was " + what + " " + ago);
    }

    private static String sender(@Nullable Side side) {
        return switch (side) {
            case null -> "";
            case US -> " to them";
            case THEM -> " from them";
        };
    }

    private static void answers(Figures figures, List<String> parts) {
        String theirs = within(figures.responsesByThem());
        String ours = within(figures.responsesByUs());
        if (theirs != null) {
            parts.add("they usually answer within " + theirs + (ours == null ? "" : ", you within " + ours));
        } else if (ours != null) {
            parts.add("you usually answer within " + ours);
        }
    }

    /** The median, rounded up, since it is an upper bound for half of the answers. */
    private static @Nullable String within(Responses responses) {
        Double hours = responses.medianHours();
        if (hours == null) {
            return null;
        }
        if (hours < 1) {
            return Words.of(Math.max(1, (long) Math.ceil(hours * 60)), "minute");
        }
        return hours < SHOW_AS_DAYS
                ? Words.of((long) Math.ceil(hours), "hour")
                : Words.of((long) Math.ceil(hours / 24), "day");
    }

    private static String times(long count) {
        return count == 1 ? "once" : count == 2 ? "twice" : Words.grouped(count) + " times";
    }
}
