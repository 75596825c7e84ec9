package io.rapport.simulator.tenant;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user object of the directory.
 *
 * @param aliases further proxy addresses beside the primary one
 * @param licensed an Exchange plan is assigned and enabled
 */
public record SimulatedUser(
        UUID id,
        @Nullable String address,
        String userPrincipalName,
        String displayName,
        List<String> aliases,
        UserType type,
        boolean licensed,
        MailboxKind mailbox) {

    /** Accounts from before 2014 have no type. */
    public enum UserType {
        MEMBER,
        GUEST,
        NONE
    }

    /** Where the mailbox is, if there is one. */
    public enum MailboxKind {
        CLOUD,
        ON_PREMISES,
        NONE
    }

    @Override
    public String toString() {
        return "SimulatedUser[" + id + "]";
    }
}
