package io.rapport.insights.acquaintance;

import io.rapport.insights.relationship.Activity;
import io.rapport.insights.relationship.Figures;
import io.rapport.insights.relationship.Strength;
import io.rapport.insights.relationship.Stretch;
import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Mailbox;
import io.rapport.insights.visibility.View;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tie of a colleague with a contact, or with several of a company.
 *
 * @param contact the one, or of several the one the colleague is closest to
 * @param strength E; of several the sum over them
 * @param stretches what all of it rests upon; figures are computed from it only for those that are shown
 */
public record Acquaintance(
        Mailbox mailbox,
        Contact contact,
        double strength,
        double ours,
        double theirs,
        List<Stretch> stretches,
        Instant asOf) {

    /** Every seller sees the same order: by E, then the later contact, then the stable id. */
    static final Comparator<Acquaintance> ORDER = Comparator.comparingDouble(Acquaintance::strength)
            .reversed()
            .thenComparing(Acquaintance::lastAt, Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(tie -> tie.mailbox().user().value().toString())
            .thenComparing(tie -> tie.contact().id());

    static Acquaintance of(Mailbox mailbox, Contact contact, List<Stretch> stretches, View view) {
        Strength strength = Strength.of(
                Activity.of(stretches), view.day(), view.settings().health().weights(), Strength.HALF_LIFE_DAYS);
        return new Acquaintance(
                mailbox, contact, strength.effective(), strength.ours(), strength.theirs(), stretches, view.asOf());
    }

    Figures figures() {
        return Figures.of(stretches, asOf);
    }

    /** R of the sums. */
    double reciprocity() {
        return new Strength(ours, theirs).reciprocity();
    }

    @Nullable
    Instant lastAt() {
        return figures().lastAt();
    }
}
