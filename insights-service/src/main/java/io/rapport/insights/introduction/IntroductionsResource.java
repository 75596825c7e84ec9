package io.rapport.insights.introduction;

import static io.rapport.insights.visibility.Visibility.await;

import io.quarkus.security.Authenticated;
import io.rapport.contracts.ids.UserId;
import io.rapport.insights.acquaintance.Acquaintance;
import io.rapport.insights.acquaintance.Acquaintances;
import io.rapport.insights.acquaintance.Colleague;
import io.rapport.insights.introduction.Requests.Request;
import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.vault.Identity;
import io.rapport.insights.vault.Mailbox;
import io.rapport.insights.visibility.Changes;
import io.rapport.insights.visibility.View;
import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Asking a colleague to introduce me, and answering. Only the two people see a request. No mail is sent from here: there
 * is a draft to send oneself.
 */
@Path("/api/v1/introductions")
@Authenticated
@RunOnVirtualThread
public class IntroductionsResource {

    private final Visibility visibility;
    private final Changes changes;
    private final Contacts contacts;
    private final Acquaintances acquaintances;
    private final Requests requests;
    private final Caller caller;

    IntroductionsResource(
            Visibility visibility,
            Changes changes,
            Contacts contacts,
            Acquaintances acquaintances,
            Requests requests,
            Caller caller) {
        this.visibility = visibility;
        this.changes = changes;
        this.contacts = contacts;
        this.acquaintances = acquaintances;
        this.requests = requests;
        this.caller = caller;
    }

    /**
     * @param contact id of whom I want to meet
     * @param colleague id from the answer to who knows whom
     */
    public record Ask(
            @Schema(examples = "Q7Rzq1ewzf3XK8KoMQd4jQ") @NotNull @Size(max = 100)
            String contact,

            @Schema(examples = "d9S41MtzAF7wJG2pN6ykJw") @NotNull @Size(max = 100)
            String colleague) {}

    /** What an introducer may say. */
    public enum Reply {
        ACCEPT(State.ACCEPTED),
        DECLINE(State.DECLINED),
        ASK_FIRST(State.ASK_FIRST);

        private final State state;

        Reply(State state) {
            this.state = state;
        }
    }

    /** An introducer's answer. */
    public record Said(@NotNull Reply answer) {}

    @POST
    @RolesAllowed(Roles.INSIGHTS_READ)
    @Operation(
            summary = "Ask a colleague to introduce me",
            description =
                    "201 with the request; 200 with the one that is open already; 409 when the colleague has enough.")
    public Response ask(@NotNull @Valid Ask ask) {
        return visibility.show(caller.tenant(), view -> {
            UserId me = caller.user();
            Contact contact =
                    await(contacts.byId(view.vault(), ask.contact())).orElseThrow(IntroductionsResource::unknown);
            Mailbox introducer = acquaintances.of(view, contact).orElse(List.of()).stream()
                    .map(Acquaintance::mailbox)
                    .filter(mailbox -> Colleague.id(view, mailbox, contact).equals(ask.colleague()))
                    .findFirst()
                    .orElseThrow(IntroductionsResource::unknown);
            if (introducer.user().equals(me)) {
                throw Problems.of(ErrorCode.INVALID_REQUEST, "You know this contact yourself.");
            }
            Request fresh = new Request(
                    UUID.randomUUID(),
                    me,
                    new Identity(caller.address(), caller.name()),
                    introducer.id(),
                    contact.number(),
                    State.REQUESTED,
                    view.settings().introductions().anonymous(),
                    view.asOf(),
                    null);
            int most = view.settings().introductions().openPerIntroducer();
            Request stored = changes.make(view, connection -> requests.ask(connection, view, fresh, most));
            Introduction shown = Introduction.of(view, me, stored, contact);
            return stored.id().equals(fresh.id())
                    ? Response.created(URI.create("/api/v1/introductions/" + stored.id()))
                            .entity(shown)
                            .build()
                    : Response.ok(shown).build();
        });
    }

    @GET
    @Operation(summary = "What I have asked for and what I am asked for, the newest first")
    public List<Introduction> mine() {
        return visibility.show(caller.tenant(), view -> shown(view, await(requests.of(view, caller.user()))));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One of them")
    public Introduction one(@PathParam("id") UUID id) {
        return visibility.show(
                caller.tenant(), view -> shown(view, List.of(request(view, id))).getFirst());
    }

    @PUT
    @Path("/{id}/answer")
    @Operation(
            summary = "Accept, decline, or ask to be asked first",
            description =
                    "Only who is asked may answer. Accepting, or wanting to talk first, names an unnamed introducer.")
    public Introduction answer(@PathParam("id") UUID id, @NotNull @Valid Said said) {
        return settle(id, false, said.answer().state);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Take my request back")
    public Introduction cancel(@PathParam("id") UUID id) {
        return settle(id, true, State.CANCELLED);
    }

    private Introduction settle(UUID id, boolean mine, State state) {
        return visibility.show(caller.tenant(), view -> {
            Request request = request(view, id);
            if (request.requester().equals(caller.user()) != mine) {
                throw Problems.of(
                        ErrorCode.MISSING_ROLE,
                        mine ? "Only who asked may take a request back." : "Only who is asked may answer.");
            }
            if (request.state() != state
                    && !changes.make(view, connection -> requests.settle(connection, view, id, state, view.asOf()))) {
                throw Problems.of(ErrorCode.ALREADY_SETTLED, "The request is no longer open.");
            }
            return shown(view, List.of(request(view, id))).getFirst();
        });
    }

    private Request request(View view, UUID id) {
        return await(requests.one(view, caller.user(), id)).orElseThrow(IntroductionsResource::unknown);
    }

    private List<Introduction> shown(View view, List<Request> found) {
        Map<Integer, Contact> people =
                await(contacts.byNumber(
                                view.vault(),
                                found.stream().map(Request::contact).distinct().toList()))
                        .stream()
                        .collect(Collectors.toMap(Contact::number, one -> one));
        return found.stream()
                .flatMap(request -> Optional.ofNullable(people.get(request.contact()))
                        .map(contact -> Introduction.of(view, caller.user(), request, contact))
                        .stream())
                .toList();
    }

    private static RuntimeException unknown() {
        return Problems.of(ErrorCode.NOT_FOUND, "There is no such request, contact or colleague for you.");
    }
}
