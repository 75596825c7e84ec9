package io.rapport.ingestion.page;

import io.rapport.contracts.ingestion.BatchProgress;
import io.rapport.ingestion.batch.IngestionView;
import io.rapport.ingestion.plan.LiveDays;
import io.rapport.ingestion.plan.YearOfBatches;
import io.rapport.kit.page.Words;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How ingestion stands, in words.
 *
 * @param administrator whether it is told to somebody who may try again what was given up
 */
record Standing(IngestionView view, boolean administrator) {

    /** The months of history, the newest first. */
    public List<Month> months() {
        return view.batches().stream()
                .filter(batch -> batch.number() < LiveDays.FIRST)
                .map(Month::new)
                .toList();
    }

    public int monthsRead() {
        return (int) months().stream().filter(Month::read).count();
    }

    /** Mailbox-months that are settled, one way or the other. */
    public int settled() {
        return months().stream().mapToInt(Month::settled).sum();
    }

    /** All mailbox-months; 0 until the mailboxes are planned. */
    public int units() {
        return months().stream().mapToInt(month -> month.batch().units()).sum();
    }

    /** The state in a sentence. */
    public String sentence() {
        return switch (view.state()) {
            case "NONE" -> "Nothing is read. Reading begins when an administrator consents.";
            case "PLANNING" -> "Reading is being planned: mailboxes are counted, the newest month first.";
            case "RUNNING" ->
                monthsRead() < YearOfBatches.MONTHS
                        ? monthsRead() + " of " + YearOfBatches.MONTHS + " months are read."
                        : "All " + YearOfBatches.MONTHS
                                + " months are read; the days since consent are being read now.";
            case "DONE" ->
                "All " + YearOfBatches.MONTHS + " months are read, and every day since consent that is over.";
            case "PAUSED" -> "Reading is paused. " + Reasons.ofState(view.reason());
            case "STOPPED" -> "Reading has stopped. " + Reasons.ofState(view.reason());
            default -> "Consent was withdrawn. Nothing is read any more, and no figures are shown.";
        };
    }

    /** What mends a pause or a stop; empty if nothing is to be mended. */
    public String remedy() {
        return obstructed() ? Reasons.remedy(view.reason()) : "";
    }

    public boolean obstructed() {
        return view.state().equals("PAUSED") || view.state().equals("STOPPED");
    }

    public boolean none() {
        return view.state().equals("NONE");
    }

    public boolean withdrawn() {
        return view.state().equals("CANCELLED");
    }

    /** Whether something is being read now, so that it can be said how fast. */
    public boolean moving() {
        return view.state().equals("RUNNING");
    }

    /** How often the page looks again, as htmx writes it; empty if there is nothing to wait for. */
    public String every() {
        return switch (view.state()) {
            case "PLANNING", "RUNNING" -> "2s";
            case "NONE", "PAUSED", "STOPPED" -> "30s";
            default -> "";
        };
    }

    /** What must be the same for a page to be refreshed in parts. */
    public String shape() {
        return view.state() + "-" + view.batches().size();
    }

    /** The days since the grant in a sentence. */
    public String days() {
        IngestionView.Live live = view.live();
        LocalDate until = live.until();
        if (live.over() == 0) {
            return "The day of consent is read as soon as it is over.";
        }
        if (until == null) {
            return Words.of(live.over(), "day") + " since consent " + (live.over() == 1 ? "is" : "are")
                    + " over; none is read yet.";
        }
        String last = Words.day(until.minusDays(1));
        return live.read() == live.over()
                ? "Every day since consent is read, up to and including " + last + "."
                : live.read() + " of " + Words.of(live.over(), "day") + " since consent are read, up to and including "
                        + last + ".";
    }

    /** Every message that Graph counts, by what became of it. */
    public List<Counted> emails() {
        IngestionView.Counts counts = view.counts();
        return List.of(
                new Counted("With outside people", counts.interactions(), "these count for relationships"),
                new Counted("Within the company", counts.internal(), "nobody outside was part of them"),
                new Counted(
                        "Automatic", counts.automated(), "from no-reply addresses and the like, or to more than 20"),
                new Counted("Drafts", counts.drafts(), "never sent"),
                new Counted(
                        "About meetings", counts.meetingMail(), "invitations and answers; the meeting itself counts"),
                new Counted("Incomplete", counts.malformed(), "without a usable sender, recipient or date"),
                new Counted("Unreadable", counts.unreadable(), "Microsoft 365 counts them and fails to hand them over"),
                new Counted("Outside the year", view.outsideYear(), "dated outside of everything that is read"));
    }

    /** What was not read, or not wholly, by reason. */
    public List<Left> left() {
        return view.unfinished().stream().map(Left::of).toList();
    }

    public boolean retryable() {
        return administrator
                && view.unfinished().stream().anyMatch(left -> left.state().equals("FAILED"));
    }

    /** One month of the year before consent. */
    record Month(BatchProgress batch) {

        public String days() {
            return Words.day(batch.from()) + " – " + Words.day(batch.until().minusDays(1));
        }

        public String state() {
            return switch (batch.state()) {
                case PLANNED -> "waiting";
                case RUNNING -> "being read";
                case DONE -> "read";
                case CANCELLED -> "cancelled";
            };
        }

        public boolean read() {
            return batch.state() == BatchProgress.State.DONE;
        }

        int settled() {
            return batch.done() + batch.skipped() + batch.failed();
        }
    }

    /** @param emails null until it is known */
    record Counted(String kind, @Nullable Long emails, String meaning) {}

    /** Mailbox-months of one kind that were not read whole. @param units how many */
    record Left(String what, String why, long units) {

        static Left of(IngestionView.Unfinished unfinished) {
            String what = switch (unfinished.state()) {
                case "FAILED" -> "given up";
                case "SKIPPED" -> "left out";
                default -> "read in part";
            };
            return new Left(what, Reasons.ofUnit(unfinished.reason()), unfinished.count());
        }
    }
}
