package io.rapport.consent.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.rapport.consent.sharing.SharingResource;
import io.rapport.consent.sharing.WhyNot;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.identity.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The administrator's question: why is this person shown, or why not? */
@Path("/people")
@RolesAllowed(Roles.CONSENT_ADMIN)
@Produces(MediaType.TEXT_HTML)
public class PeoplePages {

    private final SharingResource sharing;

    PeoplePages(SharingResource sharing) {
        this.sharing = sharing;
    }

    @CheckedTemplate(basePath = "consent")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance people(@Nullable WhyNot answer, String asked);
    }

    @GET
    public TemplateInstance show() {
        return Templates.people(null, "");
    }

    /** Asked by POST, so that nobody's id stands in an address. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<TemplateInstance> ask(@RestForm @Nullable String person) {
        String asked = person == null ? "" : person.strip();
        return Draft.id(asked)
                .map(id -> sharing.why(new UserId(id)).map(answer -> Templates.people(answer, asked)))
                .orElseGet(() -> Uni.createFrom().item(Templates.people(null, asked)));
    }
}
