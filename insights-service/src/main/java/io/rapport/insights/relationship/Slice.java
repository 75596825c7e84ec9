package io.rapport.insights.relationship;

import java.time.LocalDate;

/**
 * What happened in one UTC day, or in one week, which begins on Monday.
 *
 * @param from the day, or the week's Monday
 * @param emailsSent mail of ours, counted once per mailbox and contact
 * @param meetingsByUs meetings that we organised, each counted once however many took part
 * @param minutesByTeam 5 for each mail we wrote, 2.5 for each we read, and each meeting's and call's minutes times
 *     colleagues in it
 * @param minutesByCustomer the same for their side, a meeting or call counted once whatever their headcount
 * @param repliesByUs our first answers to their asks, by when they were given
 */
public record Slice(
        LocalDate from,
        long emailsSent,
        long emailsReceived,
        long meetingsByUs,
        long meetingsByThem,
        long callsByUs,
        long callsByThem,
        double minutesByTeam,
        double minutesByCustomer,
        long repliesByUs,
        long repliesByThem) {

    private static final double WRITE_MINUTES = 5;
    private static final double READ_MINUTES = 2.5;

    /** Nothing happened. */
    public static Slice empty(LocalDate from) {
        return new Slice(from, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    static Slice mail(LocalDate day, Side by, long count) {
        boolean ours = by == Side.US;
        return new Slice(
                day,
                ours ? count : 0,
                ours ? 0 : count,
                0,
                0,
                0,
                0,
                count * (ours ? WRITE_MINUTES : READ_MINUTES),
                count * (ours ? READ_MINUTES : WRITE_MINUTES),
                0,
                0);
    }

    /** A meeting or call of both sides. */
    static Slice held(LocalDate day, Kind kind, boolean byUs, int minutes) {
        boolean meeting = kind == Kind.MEETING;
        return new Slice(
                day,
                0,
                0,
                meeting && byUs ? 1 : 0,
                meeting && !byUs ? 1 : 0,
                !meeting && byUs ? 1 : 0,
                !meeting && !byUs ? 1 : 0,
                0,
                minutes,
                0,
                0);
    }

    /** One colleague's presence in a meeting or call. */
    static Slice presence(LocalDate day, int minutes) {
        return new Slice(day, 0, 0, 0, 0, 0, 0, minutes, 0, 0, 0);
    }

    static Slice reply(LocalDate day, Side by) {
        return new Slice(day, 0, 0, 0, 0, 0, 0, 0, 0, by == Side.US ? 1 : 0, by == Side.THEM ? 1 : 0);
    }

    /** Keeps this slice's beginning. */
    public Slice plus(Slice more) {
        return new Slice(
                from,
                emailsSent + more.emailsSent,
                emailsReceived + more.emailsReceived,
                meetingsByUs + more.meetingsByUs,
                meetingsByThem + more.meetingsByThem,
                callsByUs + more.callsByUs,
                callsByThem + more.callsByThem,
                minutesByTeam + more.minutesByTeam,
                minutesByCustomer + more.minutesByCustomer,
                repliesByUs + more.repliesByUs,
                repliesByThem + more.repliesByThem);
    }

    Slice from(LocalDate beginning) {
        return empty(beginning).plus(this);
    }
}
