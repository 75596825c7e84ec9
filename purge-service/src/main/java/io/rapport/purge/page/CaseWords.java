package io.rapport.purge.page;

import io.rapport.contracts.purge.CaseKind;
import io.rapport.purge.deletion.CaseState;
import io.rapport.purge.deletion.CaseView;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the states, steps and events of a case are called before people. */
final class CaseWords {

    private static final Pattern OWNER = Pattern.compile("\\b(CONSENT|INGESTION|INSIGHTS)\\b");
    private static final Pattern ORDERED = Pattern.compile("^(FENCE|DRAIN|QUARANTINE|SHRED|DROP) by ");
    /** Who did it, before what they wrote. */
    private static final Pattern BY = Pattern.compile("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(: )?");

    private CaseWords() {}

    static String cause(String cause) {
        return switch (cause) {
            case "SWITCHED_OFF" -> "Their users switched sharing off.";
            case "EXCLUDED" -> "An administrator excluded their users' group.";
            case "NOT_IN_ROLE_GROUP" -> "Their users are in none of the chosen groups.";
            case "LEFT" -> "Their users left the organisation.";
            default -> "Their users no longer share.";
        };
    }

    static String now(CaseState state, CaseKind kind) {
        boolean mailboxes = kind == CaseKind.MAILBOXES;
        return switch (state) {
            case WITHDRAWN -> "Nothing of it is read or shown; the stores are being closed to late writes.";
            case FENCED -> "Work under way is being ended, queues and caches are being emptied.";
            case DRAINED ->
                mailboxes ? "It is being handed on to be deleted." : "The data is being set aside, out of reach.";
            case QUARANTINED ->
                mailboxes
                        ? "It is being handed on to be deleted; the key lives on."
                        : "The key is being destroyed. After that nothing of it can be read again.";
            case SHREDDED -> "What is left is being deleted.";
            case DROPPED -> "Deleted. Every store is being asked afresh what is left.";
            case APP_VERIFIED -> "Gone from the application. The backups from before are being counted.";
            case BACKUPS_PENDING -> "Gone from the application. Backups from before have to expire.";
            case BACKUPS_VERIFIED -> "Everything is gone, from the application and from all backups.";
        };
    }

    /** @param left the state that the stage ends */
    static String stage(CaseState left, CaseKind kind) {
        boolean mailboxes = kind == CaseKind.MAILBOXES;
        return switch (left) {
            case WITHDRAWN -> "Close to late writes";
            case FENCED -> "End what is under way";
            case DRAINED -> mailboxes ? "Nothing to set aside" : "Set the data aside";
            case QUARANTINED -> mailboxes ? "The key lives on" : "Destroy the key";
            case SHREDDED -> "Delete";
            case DROPPED -> "Verify that nothing is left";
            case APP_VERIFIED -> "Count backups";
            case BACKUPS_PENDING -> "Wait for backups to expire, and verify again";
            case BACKUPS_VERIFIED -> "Finished";
        };
    }

    static String event(CaseView.Event event, CaseKind kind) {
        boolean mailboxes = kind == CaseKind.MAILBOXES;
        return switch (event.event()) {
            case "OPENED" -> "Case opened";
            case "FENCED" -> event.detail().isEmpty() ? "Closed to late writes" : "Something was left; ordered again";
            case "DRAINED" -> "Work under way ended";
            case "QUARANTINED" -> mailboxes ? "Nothing to set aside" : "Data set aside";
            case "SHREDDED" -> mailboxes ? "Key lives on" : "Key destroyed";
            case "DROPPED" -> "Deleted";
            case "APP_VERIFIED" -> "Verified: gone from the application";
            case "BACKUPS_PENDING" -> "Backups counted";
            case "BACKUPS_VERIFIED" -> "Verified: gone from backups";
            case "WAITING" -> "Waits";
            case "TOPIC_MARKED" -> "Noted up to where Kafka could hold any of it";
            case "RETRIED" -> "Looked at again for an administrator";
            case "HELD" -> "Put on hold";
            case "RELEASED" -> "Hold lifted";
            case "BREACHED" -> "Deadline missed";
            default -> event.event();
        };
    }

    static String detail(CaseView.Event event) {
        return switch (event.event()) {
            case "WAITING" -> waiting(event.detail());
            case "TOPIC_MARKED" -> "";
            default -> waiting(BY.matcher(event.detail()).replaceFirst(""));
        };
    }

    /** What a case waits for. */
    static String waiting(String what) {
        String named = OWNER.matcher(what).replaceAll(found -> owner(found.group()));
        return ORDERED.matcher(named).replaceFirst(found -> "“" + step(found.group(1)) + "” from ");
    }

    static String step(String step) {
        return switch (step) {
            case "FENCE" -> "Close to late writes";
            case "DRAIN" -> "End what is under way";
            case "QUARANTINE" -> "Set aside";
            case "SHRED" -> "Destroy the key";
            case "DROP" -> "Delete";
            default -> step;
        };
    }

    static String owner(String owner) {
        return owner.toLowerCase(Locale.ROOT) + "-service";
    }
}
