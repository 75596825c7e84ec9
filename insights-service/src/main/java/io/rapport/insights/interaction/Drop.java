package io.rapport.insights.interaction;

import java.util.Locale;

/** Why a record was left out. Each is counted; none stops the others. */
enum Drop {
    /** Not a sealed part at all. */
    MALFORMED,
    /** Its epoch is unknown to consent-service. */
    UNKNOWN_EPOCH,
    /** Its epoch was withdrawn. */
    WITHDRAWN,
    /** Its epoch is below the floor of this store. */
    FENCED,
    /** The key of its epoch was destroyed. */
    KEY_DESTROYED,
    /** It does not open with its epoch's key, or does not hold what it says. */
    UNREADABLE,
    /** Its mailbox was read in a period of sharing that has ended. */
    SHARING_ENDED,
    /** One contact's row of it: the person has asked not to be in here. */
    BLOCKED;

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
