package io.rapport.kit.page;

import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Locale;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses forms that another site made a browser send (cross-site request forgery). Browsers say where a request comes
 * from, in {@code Sec-Fetch-Site} or, the older ones, in {@code Origin}, and no site can make them lie; so no token needs
 * to be kept. Interfaces for programs take no cookie and need no such protection.
 */
final class OwnForms {

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        if (HARMLESS.contains(request.getMethod().toUpperCase(Locale.ROOT))
                || !Pages.owns(request.getUriInfo().getPath())) {
            return;
        }
        if (!own(
                request.getHeaderString("Sec-Fetch-Site"),
                request.getHeaderString("Origin"),
                request.getHeaderString("Host"))) {
            throw Problems.of(
                    ErrorCode.FOREIGN_FORM, "Open the page again and send the form from there; nothing was changed.");
        }
    }

    static boolean own(@Nullable String site, @Nullable String origin, @Nullable String host) {
        if (site != null) {
            return site.equals("same-origin");
        }
        return origin != null
                && host != null
                && origin.substring(origin.indexOf("//") + 2).equals(host);
    }
}
