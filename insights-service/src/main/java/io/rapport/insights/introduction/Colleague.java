package io.rapport.insights.introduction;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.relationship.Activity;
import io.rapport.insights.relationship.Figures;
import io.rapport.insights.relationship.Strength;
import io.rapport.insights.relationship.Stretch;
import io.rapport.insights.vault.Mailbox;
import io.rapport.insights.visibility.View;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A colleague who knows a contact, and the reasons for the rank.
 *
 * @param strength E with 60 days half-life
 * @param ours the part of it that is the colleague's doing
 * @param theirs the contact's part
 * @param reciprocity 0…1; one-way mail is no acquaintance
 */
public record Colleague(
        UserId user,
        String address,
        String name,
        double strength,
        Label label,
        double ours,
        double theirs,
        double reciprocity,
        long emailsSent,
        long emailsReceived,
        long meetings,
        @Nullable Instant lastContact) {

    /** Every seller sees the same order: by E, then the later contact, then the stable id. */
    static final Comparator<Colleague> ORDER = Comparator.comparingDouble(Colleague::strength)
            .reversed()
            .thenComparing(Colleague::lastContact, Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(colleague -> colleague.user().value().toString());

    /** In words. */
    public enum Label {
        STRONG,
        MEDIUM,
        WEAK;

        /** What 24 mails a year each way, evenly, between two people keep up. */
        static final double STRONG_FROM = keptUpBy(48);

        /** What 5 mails a year each way keep up: the least that research calls a tie. */
        static final double MEDIUM_FROM = keptUpBy(10);

        static Label of(double strength) {
            return strength >= STRONG_FROM ? STRONG : strength >= MEDIUM_FROM ? MEDIUM : WEAK;
        }

        private static double keptUpBy(double mailsAYear) {
            return mailsAYear / 365 * Strength.HALF_LIFE_DAYS / Math.log(2);
        }
    }

    static Colleague of(Mailbox mailbox, List<Stretch> stretches, View view) {
        Strength strength = Strength.of(Activity.of(stretches), view.day(), Strength.HALF_LIFE_DAYS);
        Figures figures = Figures.of(stretches, view.asOf());
        return new Colleague(
                mailbox.user(),
                mailbox.identity().address(),
                mailbox.identity().name(),
                strength.effective(),
                Label.of(strength.effective()),
                strength.ours(),
                strength.theirs(),
                strength.reciprocity(),
                figures.emailsSent(),
                figures.emailsReceived(),
                figures.meetings(),
                figures.lastInteraction());
    }

    @Override
    public String toString() {
        return "Colleague[" + user + "]";
    }
}
