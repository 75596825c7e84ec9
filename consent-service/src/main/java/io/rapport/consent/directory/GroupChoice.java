package io.rapport.consent.directory;

import java.util.UUID;

/** A security group that an administrator chose, and what for. */
public record GroupChoice(UUID id, Purpose purpose) {

    /** What a chosen group is for. */
    public enum Purpose {
        /** Its members are left out. */
        EXCLUDED,
        /** It stands for a role: once there is such a group, only members of one are let in. */
        ROLE
    }
}
