package io.rapport.consent.directory;

import io.rapport.consent.eligibility.Product;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A tenant's directory as Microsoft Graph shows it now. Calls block: worker or virtual threads only. */
public interface Directory {

    List<Product> products(TenantId tenant);

    /** Users whose Exchange plan is enabled. */
    Set<UserId> licensedUsers(TenantId tenant);

    /** A group and its members, those of nested groups too; however the groups lie in each other, each person once. */
    Group group(TenantId tenant, UUID id);

    /** Security groups whose name begins with a text, a few of them, by name. */
    List<Found> search(TenantId tenant, String begins);

    /** A group that was found by its name. */
    record Found(UUID id, String name) {}

    /** How many messages a mailbox received in a span; 0 if there is no mailbox in the cloud. */
    long messages(TenantId tenant, UserId user, Instant from, Instant until);

    /** What came of asking for a group. */
    sealed interface Group {

        /**
         * A security group whose members can be seen.
         *
         * @param dynamic a rule chooses its members
         * @param sample names of a few members, to recognise the group by; never stored
         */
        record Readable(String name, boolean dynamic, Set<UserId> members, List<String> sample) implements Group {}

        /** There is no such group. */
        record Unknown() implements Group {}

        /** It hides its members from an application without Member.Read.Hidden. */
        record Hidden(String name) implements Group {}

        /** A distribution list, or a Microsoft 365 group that is no security group. */
        record NoSecurityGroup(String name) implements Group {}

        /** Null if the group can be used; otherwise one sentence on why not. */
        default @org.jspecify.annotations.Nullable String obstacle(UUID id) {
            return switch (this) {
                case Readable readable -> null;
                case Unknown unknown -> "There is no group " + id + " in the directory.";
                case Hidden hidden ->
                    "Group " + id + " hides its members; the application needs the permission Member.Read.Hidden.";
                case NoSecurityGroup other -> "Group " + id + " is no security group.";
            };
        }
    }
}
