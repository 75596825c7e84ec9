package io.rapport.insights.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.rapport.insights.introduction.Introduction;
import io.rapport.insights.introduction.IntroductionsResource;
import io.rapport.insights.introduction.IntroductionsResource.Ask;
import io.rapport.insights.introduction.IntroductionsResource.Reply;
import io.rapport.insights.introduction.IntroductionsResource.Said;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.page.Pages;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;

/** Introductions that a person is asked for and has asked for. */
@Path("/introductions")
@Authenticated
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class IntroductionPages {

    private static final String HERE = "/introductions";

    private final IntroductionsResource introductions;

    IntroductionPages(IntroductionsResource introductions) {
        this.introductions = introductions;
    }

    @CheckedTemplate
    static final class Templates {

        private Templates() {}

        static native TemplateInstance list(
                List<Introduction> waiting, List<Introduction> settled, List<Introduction> mine);
    }

    @GET
    public TemplateInstance list() {
        return page(introductions.mine());
    }

    /** @param all the newest first */
    static TemplateInstance page(List<Introduction> all) {
        List<Introduction> asked = all.stream().filter(one -> !one.mine()).toList();
        return Templates.list(
                asked.stream().filter(one -> one.state().open()).toList(),
                asked.stream().filter(one -> !one.state().open()).toList(),
                all.stream().filter(Introduction::mine).toList());
    }

    /**
     * @param contact id of whom I want to meet
     * @param colleague as who-knows-whom named the one to ask
     */
    @POST
    @RolesAllowed(Roles.INSIGHTS_READ)
    public RestResponse<Void> ask(@FormParam("contact") String contact, @FormParam("colleague") String colleague) {
        introductions.ask(new Ask(contact, colleague));
        return Pages.seeOther(HERE);
    }

    @POST
    @Path("/{id}/answer")
    public RestResponse<Void> answer(@PathParam("id") UUID id, @FormParam("answer") Reply answer) {
        introductions.answer(id, new Said(answer));
        return Pages.seeOther(HERE);
    }

    @POST
    @Path("/{id}/cancel")
    public RestResponse<Void> cancel(@PathParam("id") UUID id) {
        introductions.cancel(id);
        return Pages.seeOther(HERE);
    }
}
