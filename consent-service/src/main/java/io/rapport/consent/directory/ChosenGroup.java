package io.rapport.consent.directory;

import io.rapport.consent.directory.GroupChoice.Purpose;
import java.util.UUID;

/**
 * A chosen group as last read.
 *
 * @param members people in it, nested groups included
 * @param dynamic a rule chooses its members
 */
public record ChosenGroup(UUID id, Purpose purpose, String name, long members, boolean dynamic, State state) {

    /** Anything but READABLE blocks reading for the tenant, and whoever was a member stays one. */
    public enum State {
        READABLE,
        UNKNOWN,
        HIDDEN,
        NO_SECURITY_GROUP;

        static State of(Directory.Group group) {
            return switch (group) {
                case Directory.Group.Readable readable -> READABLE;
                case Directory.Group.Unknown unknown -> UNKNOWN;
                case Directory.Group.Hidden hidden -> HIDDEN;
                case Directory.Group.NoSecurityGroup other -> NO_SECURITY_GROUP;
            };
        }
    }
}
