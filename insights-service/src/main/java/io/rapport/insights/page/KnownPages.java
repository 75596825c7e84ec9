package io.rapport.insights.page;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.rapport.insights.acquaintance.MyContactsResource;
import io.rapport.insights.acquaintance.MyContactsResource.Mine;
import io.rapport.insights.vault.Vault;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.page.Pages;
import io.rapport.kit.problem.ErrorCode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

/** What is held of a person's own mailbox, whether they sell or not, and hiding single contacts. */
@Path("/known")
@Authenticated
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class KnownPages {

    private final MyContactsResource contacts;
    private final ConsentGate gate;
    private final Caller caller;

    KnownPages(MyContactsResource contacts, ConsentGate gate, Caller caller) {
        this.contacts = contacts;
        this.gate = gate;
        this.caller = caller;
    }

    @CheckedTemplate
    static final class Templates {

        private Templates() {}

        static native TemplateInstance list(Known known);

        static native TemplateInstance nothing(Nothing why);
    }

    /** Why nothing is held that could be shown. */
    enum Nothing {
        NO_CONSENT,
        PAUSED,
        NOT_SHARING,
        NOT_READ;

        /** @throws HttpProblem the same, if it is nothing that this page can explain */
        static Nothing of(HttpProblem problem, boolean sharing) {
            var type = problem.getType();
            if (ErrorCode.NO_CONSENT.type().equals(type)) {
                return NO_CONSENT;
            }
            if (ErrorCode.CONSENT_PAUSED.type().equals(type)) {
                return PAUSED;
            }
            if (ErrorCode.NOT_FOUND.type().equals(type)) {
                return sharing ? NOT_READ : NOT_SHARING;
            }
            throw problem;
        }
    }

    @GET
    public TemplateInstance list(@QueryParam("page") @DefaultValue("1") int page) {
        return found("", page);
    }

    /** By POST, so that no name or address that is looked for stands in an address. */
    @POST
    public TemplateInstance find(@FormParam("search") @DefaultValue("") String search) {
        return found(search, 1);
    }

    @POST
    @Path("/{id}/hide")
    public RestResponse<Void> hide(@PathParam("id") String id, @FormParam("page") @DefaultValue("1") int page) {
        contacts.hide(id);
        return Pages.seeOther("/known?page=" + page);
    }

    @POST
    @Path("/{id}/show")
    public RestResponse<Void> show(@PathParam("id") String id, @FormParam("page") @DefaultValue("1") int page) {
        contacts.show(id);
        return Pages.seeOther("/known?page=" + page);
    }

    private TemplateInstance found(String search, int page) {
        Mine mine;
        try {
            mine = contacts.mine();
        } catch (HttpProblem problem) {
            return Templates.nothing(
                    Nothing.of(problem, gate.sharing(caller.tenant()).containsKey(caller.user())));
        }
        return page(mine, search, page);
    }

    static TemplateInstance page(Mine mine, String search, int page) {
        return Templates.list(Known.of(mine, Vault.normal(search), page));
    }
}
