package io.rapport.ingestion.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.rapport.ingestion.batch.IngestionResource;
import io.rapport.ingestion.batch.IngestionView;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.page.Pages;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** How far the tenant's ingestion is, live, and the closed field list. No personal data. */
@Path("/progress")
@RolesAllowed({Roles.CONSENT_ADMIN, Roles.OPS_READ})
@Produces(MediaType.TEXT_HTML)
public class ProgressPages {

    private static final String HERE = "/progress";

    private final IngestionResource ingestion;
    private final Caller caller;

    ProgressPages(IngestionResource ingestion, Caller caller) {
        this.ingestion = ingestion;
        this.caller = caller;
    }

    @CheckedTemplate
    static final class Templates {

        private Templates() {}

        static native TemplateInstance progress(Standing standing, boolean news);

        static native TemplateInstance live(Standing standing, boolean news);

        static native TemplateInstance fields(List<AskedFor> groups);
    }

    @GET
    public Uni<TemplateInstance> show() {
        return ingestion.progress().map(view -> page(view, caller.administrator()));
    }

    static TemplateInstance page(IngestionView view, boolean administrator) {
        return Templates.progress(new Standing(view, administrator), true);
    }

    /**
     * What of the page changes, for htmx.
     *
     * @param shape the shape of the page that asks
     * @param said how many months its sentence says are read; told again only if that changes, since it is read out
     */
    @GET
    @Path("/live")
    public Uni<RestResponse<String>> live(@RestQuery @Nullable String shape, @RestQuery int said) {
        return ingestion.progress().flatMap(view -> {
            Standing standing = new Standing(view, caller.administrator());
            return Pages.refreshed(!standing.shape().equals(shape), part(standing, said));
        });
    }

    static TemplateInstance part(Standing standing, int said) {
        return Templates.live(standing, said != standing.monthsRead());
    }

    @POST
    @Path("/retries")
    @RolesAllowed(Roles.CONSENT_ADMIN)
    public Uni<RestResponse<String>> retry() {
        return ingestion.retry().map(retried -> Pages.seeOther(HERE));
    }

    @GET
    @Path("/fields")
    public TemplateInstance fields() {
        return Templates.fields(AskedFor.all(ingestion.fields()));
    }
}
