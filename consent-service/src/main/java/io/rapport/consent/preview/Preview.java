package io.rapport.consent.preview;

import io.rapport.consent.directory.GroupChoice.Purpose;
import io.rapport.consent.eligibility.Eligibility;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a decision would do. Nothing was changed for it.
 *
 * @param change what saving would be
 * @param role which of the caller's roles allows it
 * @param missingLicences empty if the licences suffice
 * @param refusals why saving would be refused now; empty if it would not
 * @param groups the groups by name
 * @param deletion what of the stored data would be deleted; null if nothing is stored
 * @param reading what the twelve batches would take; null if nothing would be read
 */
public record Preview(
        Change change,
        String role,
        List<Eligibility.Missing> missingLicences,
        List<String> refusals,
        List<GroupPreview> groups,
        People people,
        @Nullable Deletion deletion,
        @Nullable MailEstimate reading) {

    public enum Change {
        GRANT,
        AMEND,
        WITHDRAW,
        /** The permissions that feed no insights. */
        PERMISSIONS
    }

    /**
     * A chosen group.
     *
     * @param obstacle why it cannot be used; null if it can
     * @param members people in it, nested groups included
     * @param licensedMembers those of them whose mailbox would otherwise be read
     * @param sample names of a few members, to recognise the group by
     */
    public record GroupPreview(
            UUID id,
            Purpose purpose,
            String name,
            boolean dynamic,
            @Nullable String obstacle,
            int members,
            int licensedMembers,
            List<String> sample) {}

    /**
     * How many people, counted once each.
     *
     * @param licensed with a mailbox
     * @param shared whose mailbox would be read and shown
     * @param excluded left out by an excluded group
     * @param outsideRoles left out because they are in no role group
     * @param switchedOff left out by their own decision
     * @param joining not shared now, but then
     * @param leaving shared now, but not then
     */
    public record People(
            int licensed, int shared, int excluded, int outsideRoles, int switchedOff, int joining, int leaving) {}

    /**
     * Stored data that would go.
     *
     * @param people whose data
     * @param emails of the last twelve months in their mailboxes: what was or would be read of them
     * @param explanation when and how
     */
    public record Deletion(int people, long emails, String explanation) {}
}
