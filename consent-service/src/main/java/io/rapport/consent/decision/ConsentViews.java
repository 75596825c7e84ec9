package io.rapport.consent.decision;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.consent.decision.ConsentView.State;
import io.rapport.consent.directory.ChosenGroup;
import io.rapport.consent.directory.DirectoryReading;
import io.rapport.consent.directory.GroupChoice.Purpose;
import io.rapport.consent.eligibility.AcceptedLicences;
import io.rapport.consent.eligibility.Eligibility;
import io.rapport.consent.journal.Journal;
import io.rapport.consent.journal.Receipt;
import io.rapport.contracts.consent.Pause;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts together what an administrator sees. */
@Singleton
public class ConsentViews {

    private final DirectoryReading readings;
    private final Journal journal;
    private final AcceptedLicences accepted;

    ConsentViews(DirectoryReading readings, Journal journal, AcceptedLicences accepted) {
        this.readings = readings;
        this.journal = journal;
        this.accepted = accepted;
    }

    /** The present and its ETag. @param opened true if this answers the grant that opened the epoch */
    public record Present(ConsentView view, String version, boolean opened) {}

    /** Within a session. */
    Uni<Present> present(TenantId tenant, Standing standing, boolean opened) {
        return Panache.getSession()
                .flatMap(session -> readings.chosen(session, tenant)
                        .flatMap(groups -> readings.licences(session, tenant)
                                .flatMap(licences -> journal.head(session, tenant)
                                        .map(head -> new Present(
                                                view(tenant, standing, groups, licences, head),
                                                standing.version(),
                                                opened)))));
    }

    private ConsentView view(
            TenantId tenant,
            Standing standing,
            List<ChosenGroup> groups,
            Optional<DirectoryReading.Licences> licences,
            Receipt.Checkpoint head) {
        ConsentEpoch newest = standing.newest();
        boolean active = standing.active();
        List<ChosenGroup> inForce = active ? groups : List.of();
        Options options = standing.options();
        return new ConsentView(
                tenant,
                newest == null ? 0 : newest.epoch,
                newest == null ? 0 : newest.state().ver(),
                newest == null ? State.NONE : active ? State.ACTIVE : State.WITHDRAWN,
                options,
                options.explained(),
                ids(inForce, Purpose.EXCLUDED),
                ids(inForce, Purpose.ROLE),
                inForce,
                newest == null ? null : paused(newest.pause(), inForce, licences),
                active
                        ? licences.map(found -> new ConsentView.Licences(found.checkedAt(), found.missing()))
                                .orElse(null)
                        : null,
                newest == null ? null : newest.grantedAt,
                newest == null ? null : newest.withdrawnAt,
                newest == null || active ? null : new Te(newest.te),
                head);
    }

    private static List<UUID> ids(List<ChosenGroup> groups, Purpose purpose) {
        return groups.stream()
                .filter(group -> group.purpose() == purpose)
                .map(ChosenGroup::id)
                .toList();
    }

    private ConsentView.@Nullable Paused paused(
            @Nullable Pause pause, List<ChosenGroup> groups, Optional<DirectoryReading.Licences> licences) {
        if (pause == null) {
            return null;
        }
        return switch (pause.reason()) {
            case LICENCE_LOST ->
                new ConsentView.Paused(
                        pause.reason(),
                        pause.since(),
                        licences.filter(found -> !found.missing().isEmpty())
                                        .map(found -> new Eligibility.Ineligible(found.missing()).inWords() + " ")
                                        .orElse("")
                                + "Nothing is read until it has them again; nothing is deleted for it.",
                        pause.since().plus(accepted.grace()));
            case GROUP_UNREADABLE ->
                new ConsentView.Paused(
                        pause.reason(),
                        pause.since(),
                        "Members of "
                                + groups.stream()
                                        .filter(group -> group.state() != ChosenGroup.State.READABLE)
                                        .map(group -> "group " + group.id() + " (" + group.state() + ")")
                                        .collect(Collectors.joining(", "))
                                + " cannot be seen. Nothing is read until they can, or the group is taken off the"
                                + " list; its last known members stay as they were.",
                        null);
            case DIRECTORY_UNREADABLE ->
                new ConsentView.Paused(
                        pause.reason(),
                        pause.since(),
                        "Microsoft Graph has not shown the directory for more than a day. Nothing is read until it"
                                + " does.",
                        null);
        };
    }
}
