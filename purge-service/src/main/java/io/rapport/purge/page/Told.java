package io.rapport.purge.page;

import io.rapport.contracts.purge.CaseKind;
import io.rapport.kit.page.Words;
import io.rapport.purge.deletion.CaseState;
import io.rapport.purge.deletion.CaseView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deletion case in words.
 *
 * @param administrator whether it is told to somebody who may hold it and have it looked at again
 */
record Told(CaseView view, boolean administrator) {

    private static final String OFTEN = "3s";
    private static final String RARELY = "30s";
    private static final String NEVER = "";

    /** Of a list, in which nothing can be changed. */
    static List<Told> all(List<CaseView> views) {
        return views.stream().map(view -> new Told(view, false)).toList();
    }

    /** How often a list looks again: as often as the case that moves the most. */
    static String every(List<Told> cases) {
        List<String> all = cases.stream().map(Told::every).toList();
        return all.contains(OFTEN) ? OFTEN : all.contains(RARELY) ? RARELY : NEVER;
    }

    /** What is deleted. */
    public String what() {
        String epoch = "consent " + view.epoch();
        return switch (view.kind()) {
            case EPOCH -> "Everything of " + epoch;
            case MAILBOXES -> Words.of(view.mailboxes(), "mailbox") + " of " + epoch;
            case PERSON -> "An outside person in " + epoch;
        };
    }

    /** Why. */
    public String why() {
        return switch (view.kind()) {
            case EPOCH -> "Consent was withdrawn.";
            case MAILBOXES -> CaseWords.cause(view.cause());
            case PERSON -> "They were erased on request.";
        };
    }

    /** What happens now, in a sentence. */
    public String now() {
        return view.hold() != null && !view.state().finished()
                ? "On hold: nothing more is destroyed or deleted until the hold is lifted."
                : CaseWords.now(view.state(), view.kind());
    }

    /** What it waits for; empty if it moves. */
    public String waiting() {
        return view.state().finished() ? "" : CaseWords.waiting(view.waitingFor());
    }

    public List<Deadline> deadlines() {
        return List.of(
                new Deadline("Application data, within 24 hours", view.appDeadline(), view.app()),
                new Deadline("Backups, within 30 days", view.backupDeadline(), view.backup()));
    }

    public boolean hidden() {
        return view.state().compareTo(CaseState.FENCED) >= 0;
    }

    public boolean deleted() {
        return view.state().compareTo(CaseState.DROPPED) >= 0;
    }

    public boolean finished() {
        return view.state().finished();
    }

    /** The stages in order; a person's rows went before the case was opened. */
    public List<Stage> stages() {
        List<Stage> stages = new ArrayList<>();
        for (CaseState left : CaseState.values()) {
            if (!left.finished() && (view.kind() != CaseKind.PERSON || left.compareTo(CaseState.DROPPED) >= 0)) {
                stages.add(new Stage(
                        CaseWords.stage(left, view.kind()),
                        left.compareTo(view.state()) < 0,
                        left == view.state(),
                        left.compareTo(view.state()) < 0 ? reached(left.next()) : null));
            }
        }
        return stages;
    }

    /** The last time: a verification that found something left sends the case back. */
    private @Nullable Instant reached(CaseState state) {
        return view.events().reversed().stream()
                .filter(event -> event.event().equals(state.name()))
                .map(CaseView.Event::at)
                .findFirst()
                .orElse(null);
    }

    public List<Happening> history() {
        return view.events().stream()
                .map(event -> new Happening(event.at(), CaseWords.event(event, view.kind()), CaseWords.detail(event)))
                .toList();
    }

    public List<Ordered> orders() {
        return view.orders().stream()
                .map(order -> new Ordered(
                        CaseWords.step(order.step()),
                        CaseWords.owner(order.owner()),
                        order.orderedAt(),
                        order.doneAt(),
                        order.detail()))
                .toList();
    }

    public List<Certificate> certificates() {
        List<Certificate> certificates = new ArrayList<>();
        if (view.app().verifiedAt() != null) {
            certificates.add(new Certificate("app", "Application data"));
        }
        if (view.backup().verifiedAt() != null) {
            certificates.add(new Certificate("backup", "Backups"));
        }
        return certificates;
    }

    /** How often the page looks again, as htmx writes it; empty if there is nothing to wait for. */
    public String every() {
        if (finished()) {
            return NEVER;
        }
        return view.hold() == null && view.state().compareTo(CaseState.BACKUPS_PENDING) < 0 ? OFTEN : RARELY;
    }

    /** What must be the same for a page to be refreshed in parts: which forms stand on it. */
    public String shape() {
        return finished() ? "finished" : view.hold() == null ? "open" : "held";
    }

    /** @param at when it was passed; null if that is not known, or to come */
    record Stage(
            String name,
            boolean passed,
            boolean current,
            @Nullable Instant at) {}

    record Happening(Instant at, String what, String detail) {}

    record Ordered(
            String step, String owner, Instant at, @Nullable Instant doneAt, String detail) {}

    /** @param stage as addresses name it */
    record Certificate(String stage, String of) {}
}
