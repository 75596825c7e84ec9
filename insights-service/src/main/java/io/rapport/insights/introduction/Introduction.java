package io.rapport.insights.introduction;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.introduction.Requests.Request;
import io.rapport.insights.relationship.Relationship.Outsider;
import io.rapport.insights.vault.Contact;
import io.rapport.insights.visibility.View;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as one of its two people sees it.
 *
 * @param mine true for who asked, false for who is asked
 * @param introducer null for who asked while the introducer is unnamed
 * @param draft a mail to send by hand; null when there is none to write. We send nothing
 */
public record Introduction(
        UUID id,
        State state,
        boolean mine,
        Outsider contact,
        Party requester,
        @Nullable Party introducer,
        Instant askedAt,
        @Nullable Instant answeredAt,
        @Nullable Draft draft) {

    /** @param me one of the two */
    static Introduction of(View view, UserId me, Request request, Contact about) {
        boolean mine = request.requester().equals(me);
        boolean named = !mine || !request.anonymous() || request.state().reveals();
        Outsider contact = Outsider.of(about);
        Party requester = new Party(
                request.requester(),
                request.asking().address(),
                request.asking().name());
        Party introducer = introducer(view, request);
        return new Introduction(
                request.id(),
                request.state(),
                mine,
                contact,
                requester,
                named ? introducer : null,
                request.askedAt(),
                request.answeredAt(),
                mine
                        ? named && request.state().open()
                                ? Drafts.asking(view.settings().introductions(), requester, introducer, contact)
                                : null
                        : request.state() == State.ACCEPTED
                                ? Drafts.introducing(requester, introducer, contact)
                                : null);
    }

    /** Requests are only found while their introducer may be shown. */
    private static Party introducer(View view, Request request) {
        return view.mailboxes().stream()
                .filter(mailbox -> mailbox.id() == request.mailbox())
                .map(mailbox -> new Party(
                        mailbox.user(),
                        mailbox.identity().address(),
                        mailbox.identity().name()))
                .findFirst()
                .orElseThrow();
    }

    /** A colleague. */
    public record Party(UserId user, String address, String name) {
        @Override
        public String toString() {
            return "Party[" + user + "]";
        }

        /** The name, or what else can be called one. */
        public String called() {
            return name.isBlank() ? address : name;
        }
    }

    /**
     * A mail.
     *
     * @param mailto opens it in the person's own mail program
     */
    public record Draft(String to, String cc, String subject, String text, String mailto) {
        @Override
        public String toString() {
            return "Draft[hidden]";
        }
    }
}
