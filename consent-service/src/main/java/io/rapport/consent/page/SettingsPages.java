package io.rapport.consent.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.rapport.consent.decision.ConsentView;
import io.rapport.consent.decision.ConsentViews.Present;
import io.rapport.consent.decision.Consents;
import io.rapport.consent.decision.Permission;
import io.rapport.consent.decision.Withdrawals;
import io.rapport.consent.directory.Directory;
import io.rapport.consent.idempotency.ChangeRequest;
import io.rapport.consent.journal.Notice;
import io.rapport.consent.preview.Preview;
import io.rapport.consent.preview.Previews;
import io.rapport.kit.identity.AdministratorRoles;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.page.Pages;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Where an administrator decides: a form with a live preview, a confirmation that states what follows, and the way back.
 * Whatever was typed travels with the form, so nothing is kept here between two requests.
 */
@Path("/settings")
@RolesAllowed(Roles.CONSENT_ADMIN)
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
public class SettingsPages {

    /** What is typed to withdraw. */
    static final String WORD = "withdraw";

    private final Consents consents;
    private final Withdrawals withdrawals;
    private final Previews previews;
    private final Directory directory;
    private final Caller caller;
    private final Vertx vertx;

    SettingsPages(
            Consents consents,
            Withdrawals withdrawals,
            Previews previews,
            Directory directory,
            Caller caller,
            Vertx vertx) {
        this.consents = consents;
        this.withdrawals = withdrawals;
        this.previews = previews;
        this.directory = directory;
        this.caller = caller;
        this.vertx = vertx;
    }

    /**
     * What the form shows.
     *
     * @param preview null until it was asked for
     * @param found groups whose name begins with what was looked for
     */
    record Form(
            Draft draft,
            ConsentView consent,
            List<Permission.Given> permissions,
            List<Chip> excluded,
            List<Chip> roles,
            @Nullable Preview preview,
            List<Directory.Found> found,
            String role) {

        public boolean active() {
            return consent.state() == ConsentView.State.ACTIVE;
        }
    }

    @CheckedTemplate(basePath = "consent")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance settings(Form form);

        static native TemplateInstance confirm(
                Draft draft, Preview preview, List<String> refusals, Notice notice, String key, boolean ticksMore);

        static native TemplateInstance withdraw(
                ConsentView consent, String version, String key, String word, boolean mistyped);
    }

    @GET
    public Uni<TemplateInstance> show() {
        return consents.read(caller.tenant()).map(present -> {
            Draft draft = Draft.of(present);
            ConsentView consent = present.view();
            return Templates.settings(new Form(
                    draft,
                    consent,
                    consent.permissions(),
                    Chip.lastRead(draft.excluded(), consent.groups()),
                    Chip.lastRead(draft.roles(), consent.groups()),
                    null,
                    List.of(),
                    AdministratorRoles.named(caller.administratorRole())));
        });
    }

    /** The form again, with a preview of what it would do; changes nothing. */
    @POST
    @Path("/draft")
    public Uni<TemplateInstance> draft(MultivaluedMap<String, String> form) {
        Draft draft = Draft.of(form);
        return consents.read(caller.tenant())
                .flatMap(present -> preview(draft)
                        .flatMap(preview -> find(draft.search())
                                .map(found -> Templates.settings(form(draft, present, preview, found)))));
    }

    private Form form(Draft draft, Present present, Preview preview, List<Directory.Found> found) {
        return new Form(
                draft,
                present.view(),
                draft.options().explained(),
                Chip.of(draft.excluded(), preview.groups()),
                Chip.of(draft.roles(), preview.groups()),
                preview,
                found,
                AdministratorRoles.named(caller.administratorRole()));
    }

    private Uni<Preview> preview(Draft draft) {
        return previews.of(caller.tenant(), caller.administratorRole(), draft.decision());
    }

    private Uni<List<Directory.Found>> find(String begins) {
        return begins.isEmpty()
                ? Uni.createFrom().item(List.of())
                : vertx.executeBlocking(() -> directory.search(caller.tenant(), begins), false)
                        .onFailure()
                        .transform(e -> Problems.of(
                                ErrorCode.UPSTREAM_UNAVAILABLE, "Microsoft Graph did not say which groups there are."));
    }

    /** What saving means, before it is done. */
    @POST
    @Path("/confirm")
    public Uni<RestResponse<TemplateInstance>> confirm(MultivaluedMap<String, String> form) {
        Draft draft = Draft.of(form);
        return preview(draft).map(preview -> {
            if (preview.change() == Preview.Change.WITHDRAW) {
                return Pages.seeOther("/settings/withdraw");
            }
            List<String> refusals = refusals(draft, preview);
            return RestResponse.ok(Templates.confirm(
                    draft,
                    preview,
                    refusals,
                    Notice.present(),
                    UUID.randomUUID().toString(),
                    draft.options().identifiableInsights()));
        });
    }

    private static List<String> refusals(Draft draft, Preview preview) {
        return java.util.stream.Stream.concat(
                        draft.malformed().stream().map(entry -> "\"" + entry + "\" is no id of a group."),
                        preview.refusals().stream())
                .toList();
    }

    @POST
    @Path("/save")
    public Uni<RestResponse<Void>> save(MultivaluedMap<String, String> form) {
        Draft draft = Draft.of(form);
        if (!draft.malformed().isEmpty()) {
            throw Problems.of(
                    ErrorCode.INVALID_REQUEST, "Something in the list is no id of a group; nothing was changed.");
        }
        return consents.decide(request(form, "PUT", draft.decision()), draft.decision(), draft.version(), null)
                .map(present -> Pages.seeOther(present.opened() ? "/progress" : "/settings"));
    }

    @GET
    @Path("/withdraw")
    public Uni<TemplateInstance> withdraw() {
        return askToWithdraw(false);
    }

    private Uni<TemplateInstance> askToWithdraw(boolean mistyped) {
        return consents.read(caller.tenant())
                .map(present -> Templates.withdraw(
                        present.view(), present.version(), UUID.randomUUID().toString(), WORD, mistyped));
    }

    @POST
    @Path("/withdraw")
    public Uni<RestResponse<TemplateInstance>> withdraw(MultivaluedMap<String, String> form) {
        if (!Draft.text(form, "word").strip().equalsIgnoreCase(WORD)) {
            return askToWithdraw(true).map(RestResponse::ok);
        }
        return withdrawals
                .withdraw(request(form, "DELETE"), Draft.text(form, "version"))
                .map(withdrawal -> Pages.seeOther("/deletion"));
    }

    private ChangeRequest request(MultivaluedMap<String, String> form, String method, Object... what) {
        return ChangeRequest.of(
                caller.tenant(), caller.user(), caller.administratorRole(), Draft.text(form, "key"), method, what);
    }
}
