package io.rapport.insights.activity;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.visibility.Changes;
import io.rapport.insights.visibility.View;
import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What only the CRM knows. A seller may post what they took part in, a service anything of the token's tenant. */
@Path("/api/v1/activities")
@RolesAllowed({Roles.INSIGHTS_READ, Roles.SERVICE})
@RunOnVirtualThread
public class ActivitiesResource {

    private static final Duration LONGEST_AGO = Duration.ofDays(3_653);
    private static final Duration FURTHEST_AHEAD = Duration.ofDays(730);

    private final Visibility visibility;
    private final Changes changes;
    private final Activities activities;
    private final ConsentGate gate;
    private final Caller caller;

    ActivitiesResource(Visibility visibility, Changes changes, Activities activities, ConsentGate gate, Caller caller) {
        this.visibility = visibility;
        this.changes = changes;
        this.activities = activities;
        this.gate = gate;
        this.caller = caller;
    }

    /** Up to 500 at once. */
    public record Posting(@NotEmpty @Size(max = 500) List<@NotNull @Valid PostedActivity> activities) {}

    /**
     * @param stored activities that count from now on
     * @param leftOut those in which nobody shares, or everybody outside has asked to be kept out
     */
    public record Posted(int stored, int leftOut) {}

    @POST
    @Operation(
            summary = "Post calls, and mails and meetings that are not in Exchange",
            description = "Idempotent: the same id again replaces what was posted. All or none is stored.")
    public Posted post(@NotNull @Valid Posting posting) {
        List<PostedActivity> posted = posting.activities();
        if (posted.stream().map(PostedActivity::id).distinct().count() < posted.size()) {
            throw Problems.of(ErrorCode.INVALID_REQUEST, "An id stands twice in one posting.");
        }
        return visibility.show(caller.tenant(), view -> {
            mustTakePart(posted);
            mustBeOfOurTime(view, posted);
            Map<UserId, Long> periods = gate.sharing(view.consent().tenant());
            List<PostedActivity> sharing = sharing(periods.keySet(), posted);
            int stored = changes.make(view, connection -> activities.put(connection, view, sharing, periods));
            return new Posted(stored, posted.size() - stored);
        });
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.SERVICE)
    @Operation(summary = "Take an activity away again")
    public Posted delete(@PathParam("id") String id) {
        return visibility.show(caller.tenant(), view -> {
            int gone = changes.make(view, connection -> activities.remove(connection, view, List.of(id)));
            if (gone == 0) {
                throw Problems.of(ErrorCode.NOT_FOUND, "No activity has this id.");
            }
            return new Posted(0, gone);
        });
    }

    private static void mustBeOfOurTime(View view, List<PostedActivity> posted) {
        Instant earliest = view.asOf().minus(LONGEST_AGO);
        Instant latest = view.asOf().plus(FURTHEST_AHEAD);
        if (!posted.stream()
                .allMatch(activity ->
                        activity.at().isAfter(earliest) && activity.at().isBefore(latest))) {
            throw Problems.of(
                    ErrorCode.INVALID_REQUEST, "An activity lies more than ten years ago or two years ahead.");
        }
    }

    private void mustTakePart(List<PostedActivity> posted) {
        if (!caller.is(Roles.SERVICE)) {
            UserId me = caller.user();
            if (!posted.stream().allMatch(activity -> activity.ours().contains(me))) {
                throw Problems.of(ErrorCode.MISSING_ROLE, "A seller may post only what they took part in.");
            }
        }
    }

    /** The same with only those of ours who share; who does not is not even entered. */
    private static List<PostedActivity> sharing(Set<UserId> sharing, List<PostedActivity> posted) {
        return posted.stream()
                .map(activity -> {
                    Set<UserId> ours = new HashSet<>(activity.ours());
                    ours.retainAll(sharing);
                    return new PostedActivity(
                            activity.id(),
                            activity.kind(),
                            activity.by(),
                            activity.at(),
                            activity.minutes(),
                            ours,
                            activity.theirs());
                })
                .toList();
    }
}
