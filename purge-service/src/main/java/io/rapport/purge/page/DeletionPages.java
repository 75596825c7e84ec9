package io.rapport.purge.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.page.Pages;
import io.rapport.purge.deletion.CaseEvents;
import io.rapport.purge.deletion.CaseView;
import io.rapport.purge.deletion.DeletionCaseResource;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The tenant's deletion cases with their clocks and certificates. No personal data. */
@Path("/deletion")
@RolesAllowed({Roles.CONSENT_ADMIN, Roles.OPS_READ})
@Produces(MediaType.TEXT_HTML)
public class DeletionPages {

    private static final String SIGNED = "application/jose";

    private final DeletionCaseResource cases;
    private final Caller caller;

    DeletionPages(DeletionCaseResource cases, Caller caller) {
        this.cases = cases;
        this.caller = caller;
    }

    @CheckedTemplate
    static final class Templates {

        private Templates() {}

        static native TemplateInstance cases(List<Told> cases, String every);

        static native TemplateInstance casesLive(List<Told> cases, String every);

        static native TemplateInstance deletion(Told told, CaseEvents.Check check, boolean news);

        static native TemplateInstance deletionLive(Told told, boolean news);
    }

    @GET
    public Uni<TemplateInstance> list() {
        return cases.list().map(list -> list(list.cases()));
    }

    static TemplateInstance list(List<CaseView> views) {
        List<Told> told = Told.all(views);
        return Templates.cases(told, Told.every(told));
    }

    /** What of the list changes, for htmx. */
    @GET
    @Path("/live")
    public Uni<TemplateInstance> listAgain() {
        return cases.list().map(list -> {
            List<Told> told = Told.all(list.cases());
            return Templates.casesLive(told, Told.every(told));
        });
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> show(@RestPath String id) {
        return cases.show(id)
                .flatMap(view -> cases.verifyHistory(id).map(check -> page(view, check, caller.administrator())));
    }

    static TemplateInstance page(CaseView view, CaseEvents.Check check, boolean administrator) {
        return Templates.deletion(new Told(view, administrator), check, true);
    }

    /**
     * What of a case's page changes, for htmx.
     *
     * @param shape the shape of the page that asks
     * @param said the state that its sentence tells; told again only if that changes, since it is read out
     */
    @GET
    @Path("/{id}/live")
    public Uni<RestResponse<String>> showAgain(
            @RestPath String id, @RestQuery @Nullable String shape, @RestQuery @Nullable String said) {
        return cases.show(id).flatMap(view -> {
            Told told = new Told(view, caller.administrator());
            return Pages.refreshed(!told.shape().equals(shape), part(told, said));
        });
    }

    static TemplateInstance part(Told told, @Nullable String said) {
        return Templates.deletionLive(told, !told.view().state().name().equals(said));
    }

    @POST
    @Path("/{id}/hold")
    @RolesAllowed(Roles.CONSENT_ADMIN)
    public Uni<RestResponse<String>> hold(@RestPath String id, @RestForm String reason) {
        return cases.hold(id, new DeletionCaseResource.HoldRequest(reason)).map(DeletionPages::back);
    }

    @POST
    @Path("/{id}/release")
    @RolesAllowed(Roles.CONSENT_ADMIN)
    public Uni<RestResponse<String>> release(@RestPath String id) {
        return cases.release(id).map(DeletionPages::back);
    }

    @POST
    @Path("/{id}/retry")
    @RolesAllowed(Roles.CONSENT_ADMIN)
    public Uni<RestResponse<String>> retry(@RestPath String id) {
        return cases.retry(id).map(DeletionPages::back);
    }

    private static RestResponse<String> back(CaseView changed) {
        return Pages.seeOther("/deletion/" + changed.id());
    }

    /** The certificate itself has a style and a policy of its own, so that it can be kept and printed as it is. */
    @GET
    @Path("/{id}/certificates/{stage: app|backup}")
    public Uni<RestResponse<String>> certificate(@RestPath String id, @RestPath String stage) {
        return cases.page(id, stage);
    }

    @GET
    @Path("/{id}/certificates/{stage: app|backup}/file")
    @Produces(SIGNED)
    public Uni<RestResponse<String>> file(@RestPath String id, @RestPath String stage) {
        return cases.certificate(id, stage)
                .map(jws -> Pages.download(jws, SIGNED, "deletion-" + id + "-" + stage + ".jws"));
    }
}
