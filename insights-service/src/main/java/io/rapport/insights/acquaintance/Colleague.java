package io.rapport.insights.acquaintance;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.relationship.Figures;
import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Mailbox;
import io.rapport.insights.visibility.View;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A colleague who knows a contact, and the reasons for the rank.
 *
 * @param id to ask this colleague for an introduction with; says nothing about who it is, and another for each contact
 * @param user null, like address and name, while the tenant keeps colleagues unnamed until they accept
 * @param strength E with 60 days half-life
 * @param ours the part of it that is the colleague's doing
 * @param theirs the contact's part
 * @param reciprocity 0…1; one-way mail is no acquaintance
 * @param reasons in words
 */
public record Colleague(
        String id,
        @Nullable UserId user,
        @Nullable String address,
        @Nullable String name,
        double strength,
        Label label,
        double ours,
        double theirs,
        double reciprocity,
        long emailsSent,
        long emailsReceived,
        long meetings,
        long calls,
        @Nullable Instant lastContact,
        List<String> reasons) {

    private static final int ID_BYTES = 16;
    private static final double BALANCED = 0.8;
    private static final double ONE_SIDED = 0.3;

    static Colleague of(Acquaintance tie, View view) {
        boolean named = !view.settings().introductions().anonymous();
        Figures figures = tie.figures();
        return new Colleague(
                id(view, tie.mailbox(), tie.contact()),
                named ? tie.mailbox().user() : null,
                named ? tie.mailbox().identity().address() : null,
                named ? tie.mailbox().identity().name() : null,
                tie.strength(),
                Label.of(tie.strength(), view.settings().health().weights()),
                tie.ours(),
                tie.theirs(),
                tie.reciprocity(),
                figures.emailsSent(),
                figures.emailsReceived(),
                figures.meetings(),
                figures.calls(),
                figures.lastAt(),
                reasons(tie, figures));
    }

    /** Differs from contact to contact, so that an unnamed colleague cannot be followed from one to the next. */
    public static String id(View view, Mailbox mailbox, Contact contact) {
        byte[] id = view.vault().cipher().pseudonym("colleague", mailbox.user() + "|" + contact.id(), ID_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    private static List<String> reasons(Acquaintance tie, Figures figures) {
        List<String> reasons = new ArrayList<>();
        if (figures.emailsSent() + figures.emailsReceived() > 0) {
            reasons.add("%d mails to and %d from them".formatted(figures.emailsSent(), figures.emailsReceived()));
        }
        if (figures.meetings() > 0) {
            reasons.add(figures.meetings() == 1 ? "a meeting" : figures.meetings() + " meetings");
        }
        long calls = figures.calls();
        if (calls > 0) {
            reasons.add(calls == 1 ? "a call" : calls + " calls");
        }
        if (tie.reciprocity() >= BALANCED) {
            reasons.add("both sides do their part");
        } else if (tie.reciprocity() < ONE_SIDED) {
            reasons.add("one-sided so far");
        }
        if (figures.lastInteraction() != null) {
            reasons.add("last %s on %s"
                    .formatted(
                            figures.lastInteraction().kind().name().toLowerCase(Locale.ROOT),
                            LocalDate.ofInstant(figures.lastInteraction().at(), ZoneOffset.UTC)));
        }
        return List.copyOf(reasons);
    }

    @Override
    public String toString() {
        return "Colleague[" + id + "]";
    }
}
