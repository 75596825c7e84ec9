package io.rapport.insights.introduction;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.relationship.Relationship.Outsider;
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

    /** A colleague. */
    public record Party(UserId user, String address, String name) {
        @Override
        public String toString() {
            return "Party[" + user + "]";
        }

        /** The name, or what else can be called one. */
        String called() {
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
