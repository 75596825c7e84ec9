package io.rapport.consent.page;

import io.quarkus.security.Authenticated;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.page.Pages;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestResponse;

/** Where a person comes in: each is led to what they most likely came for. */
@Path("/")
@Authenticated
public class StartPages {

    private final Caller caller;

    StartPages(Caller caller) {
        this.caller = caller;
    }

    @GET
    public RestResponse<Void> start() {
        if (caller.administrator()) {
            return Pages.seeOther("/settings");
        }
        if (caller.seller()) {
            return Pages.seeOther("/contacts");
        }
        return Pages.seeOther(caller.operator() ? "/progress" : "/privacy");
    }

    /** Where the issuer sends people back to; the page they asked for first is restored before this is reached. */
    @GET
    @Path("signed-in")
    public RestResponse<Void> signedIn() {
        return start();
    }

    @GET
    @Path("operations")
    public RestResponse<Void> operations() {
        return Pages.seeOther("/operations/consent-service");
    }
}
