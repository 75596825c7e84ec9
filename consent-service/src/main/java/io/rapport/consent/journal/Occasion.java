package io.rapport.consent.journal;

import java.util.Map;

/**
 * What an entry of the audit trail tells.
 *
 * @param action short and stable: {@code GRANT}, {@code AMEND}, {@code PERMISSIONS}, {@code WITHDRAW},
 *     {@code SWITCH_OFF}, {@code SWITCH_ON}
 * @param type the event's term in the Data Privacy Vocabulary
 * @param person true if somebody decides for themselves, false if an administrator decides for the organisation
 * @param particulars no personal data: ids of groups and plans, numbers
 */
public record Occasion(String action, String type, boolean person, Map<String, Object> particulars) {

    public static Occasion granted(Map<String, Object> particulars) {
        return new Occasion("GRANT", "ConsentGiven", false, particulars);
    }

    public static Occasion amended(Map<String, Object> particulars) {
        return new Occasion("AMEND", "ConsentStatusChanged", false, particulars);
    }

    /** The permissions that open no epoch. */
    public static Occasion permissions(Map<String, Object> particulars) {
        return new Occasion("PERMISSIONS", "ConsentStatusChanged", false, particulars);
    }

    /** An administrator's withdrawal is a revocation: it is not the persons' own. */
    public static Occasion withdrawn(Map<String, Object> particulars) {
        return new Occasion("WITHDRAW", "ConsentRevoked", false, particulars);
    }

    public static Occasion switched(boolean off) {
        return off
                ? new Occasion("SWITCH_OFF", "ConsentWithdrawn", true, Map.of("shared", false))
                : new Occasion("SWITCH_ON", "ConsentGiven", true, Map.of("shared", true));
    }
}
