package io.rapport.consent.directory;

import io.rapport.consent.eligibility.ServicePlan;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A tenant's directory as Microsoft Graph shows it now. Calls block: worker or virtual threads only. */
public interface Directory {

    List<ServicePlan> plans(TenantId tenant);

    /** Users whose Exchange plan is enabled. */
    Set<UserId> licensedUsers(TenantId tenant);

    /** Members of a group, nested ones too. */
    Membership members(TenantId tenant, UUID group);

    /** What came of asking for a group. */
    sealed interface Membership {

        record Members(Set<UserId> users) implements Membership {}

        /** There is no such group. */
        record UnknownGroup() implements Membership {}
    }
}
