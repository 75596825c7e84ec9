package io.rapport.ingestion.page;

/** The stable words for why something was not read, in sentences for people. */
final class Reasons {

    private static final String CALENDAR = "calendar-";
    private static final String HTTP = "http-";

    private Reasons() {}

    /** Why a mailbox's month or day was not read, or not wholly. */
    static String ofUnit(String reason) {
        if (reason.startsWith(CALENDAR)) {
            return "The mail is read, the meetings are not. " + ofUnit(reason.substring(CALENDAR.length()));
        }
        if (reason.startsWith(HTTP)) {
            return "Microsoft 365 kept answering with error " + reason.substring(HTTP.length()) + ".";
        }
        return switch (reason) {
            case "no-mailbox" -> "The user has no mailbox in the cloud.";
            case "no-user" -> "The user is no longer in the directory.";
            case "access-denied" -> "A policy of the tenant keeps Rapport out of the mailbox.";
            case "not-found" -> "The mailbox or a folder of it is gone.";
            case "mailbox-unavailable" -> "The mailbox is full, or not in the cloud.";
            case "sharing-off" -> "The user does not share.";
            case "count-mismatch" -> "Microsoft 365 counts more or fewer emails than it hands over.";
            case "repeated-link", "malformed-link" -> "Microsoft 365 does not hand over all emails of one second.";
            case "refused-request" -> "Microsoft 365 refuses the request itself.";
            case "unreadable-item" -> "Microsoft 365 fails on an item and hands over nothing around it.";
            case "connection" -> "The connection to Microsoft 365 kept failing.";
            case "too-large" -> "The answers of Microsoft 365 are too large.";
            case "internal-error" -> "Rapport itself failed; its log says how.";
            default -> "Reason: " + reason + ".";
        };
    }

    /** Why nothing is read of the whole tenant. */
    static String ofState(String reason) {
        return switch (reason) {
            case "LICENCE_LOST" -> "The organisation no longer has the licences that consent needs.";
            case "GROUP_UNREADABLE" ->
                "A group that was chosen in the settings is gone, or its members cannot be seen.";
            case "DIRECTORY_UNREADABLE" -> "The directory has not answered for longer than a day.";
            case "permission-missing" -> "Microsoft 365 says that a permission is missing.";
            case "tenant-blocked" -> "Microsoft 365 has blocked the organisation.";
            default -> ofUnit(reason);
        };
    }

    /** What has to happen for reading to go on. */
    static String remedy(String reason) {
        return switch (reason) {
            case "LICENCE_LOST" -> "Reading goes on by itself once the licences are back. Nothing is deleted for this.";
            case "GROUP_UNREADABLE" ->
                "An administrator can choose other groups in the settings, or give the permission to see the members.";
            case "DIRECTORY_UNREADABLE" -> "Reading goes on by itself once the directory answers again.";
            case "permission-missing" ->
                "An administrator has to grant Rapport its permissions in Microsoft Entra again; it looks every five"
                        + " minutes.";
            case "tenant-blocked" -> "Microsoft has to lift the block; Rapport looks every five minutes.";
            default -> "Rapport tries again every five minutes.";
        };
    }
}
