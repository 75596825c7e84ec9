package io.rapport.consent.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.rapport.consent.sharing.MySharing;
import io.rapport.consent.sharing.MySharingResource;
import io.rapport.kit.page.Pages;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Everyone's own switch: "Include my data". */
@Path("/privacy")
@Authenticated
@Produces(MediaType.TEXT_HTML)
public class PrivacyPages {

    private final MySharingResource sharing;

    PrivacyPages(MySharingResource sharing) {
        this.sharing = sharing;
    }

    @CheckedTemplate(basePath = "consent")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance privacy(MySharing mine);
    }

    @GET
    public Uni<TemplateInstance> show() {
        return sharing.read().map(Templates::privacy);
    }

    /** @param include ticked, or absent */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<RestResponse<Void>> change(@RestForm @Nullable String include) {
        return sharing.change(new MySharingResource.Wish(include != null), null)
                .map(changed -> Pages.seeOther("/privacy"));
    }
}
