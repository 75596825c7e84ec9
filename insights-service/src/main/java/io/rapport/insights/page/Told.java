package io.rapport.insights.page;

import io.quarkus.qute.TemplateExtension;
import io.rapport.insights.acquaintance.Colleague;
import io.rapport.insights.introduction.Introduction;
import io.rapport.insights.introduction.State;
import io.rapport.insights.relationship.Completeness;
import io.rapport.insights.relationship.Health.Grade;
import io.rapport.insights.relationship.Health.Trend;
import io.rapport.insights.relationship.Person;
import io.rapport.insights.relationship.Slice;
import io.rapport.insights.relationship.Summary;
import java.util.Locale;

/** How these pages say what insights computes. */
@TemplateExtension
public final class Told {

    private static final double MINUTES_AN_HOUR = 60;

    private Told() {}

    public static String called(Summary summary) {
        String address = summary.address();
        return summary.name().isBlank() && address != null ? address : summary.name();
    }

    public static String called(Person person) {
        return person.name().isBlank() ? person.address() : person.name();
    }

    /** Unnamed while the tenant keeps colleagues so. */
    public static String called(Colleague colleague) {
        String address = colleague.address();
        String name = colleague.name();
        if (address == null || name == null) {
            return "A colleague, unnamed until they answer";
        }
        return name.isBlank() ? address : name;
    }

    public static long interactions(Summary summary) {
        return summary.emailsSent() + summary.emailsReceived() + summary.meetings() + summary.calls();
    }

    public static long mails(Slice slice) {
        return slice.emailsSent() + slice.emailsReceived();
    }

    public static long meetings(Slice slice) {
        return slice.meetingsByUs() + slice.meetingsByThem();
    }

    public static long calls(Slice slice) {
        return slice.callsByUs() + slice.callsByThem();
    }

    /** Of minutes. */
    public static double hours(Double minutes) {
        return minutes / MINUTES_AN_HOUR;
    }

    /** For sums that somebody checks by hand. */
    public static String hundredths(Double number) {
        return String.format(Locale.ENGLISH, "%,.2f", number);
    }

    /** Whether the introducer has asked to be talked to first. */
    public static boolean talkFirst(Introduction introduction) {
        return introduction.state() == State.ASK_FIRST;
    }

    /** Whether figures will still grow. */
    public static boolean growing(Completeness completeness) {
        return completeness.complete() < Completeness.BATCHES;
    }

    public static String said(Grade grade) {
        return switch (grade) {
            case GOOD -> "Good";
            case FAIR -> "Fair";
            case POOR -> "Poor";
            case NOT_ENOUGH_INFO -> "Fewer than three interactions";
            case NO_ACTIVITY -> "No interaction in the year";
            case IN_PROGRESS -> "Still being read";
            case TOO_OLD -> "Nothing for two years";
        };
    }

    public static String said(Trend trend) {
        return switch (trend) {
            case IMPROVING -> "↗ improving";
            case STEADY -> "→ steady";
            case DECLINING -> "↘ declining";
            case NOT_ENOUGH_INFO -> "no trend yet";
        };
    }

    /** In a path or query. */
    public static String inUrl(String text) {
        return Listing.inUrl(text);
    }
}
