package io.rapport.kit.page;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What went wrong on a page is told as a page, in the words of the problem; and no page is ever kept by a cache. */
final class ProblemPages {

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

    @CheckedTemplate(basePath = "kit")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance problem(int status, String title, String detail);

        /** The same for somebody of whom nothing is known: the bar would ask who it is. */
        static native TemplateInstance refused();
    }

    @ServerResponseFilter
    void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!Pages.owns(request.getUriInfo().getPath())) {
            return;
        }
        response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        if (!(response.getEntity() instanceof HttpProblem problem)) {
            return;
        }
        if (problem.getStatusCode() < BAD_REQUEST) {
            // The way to the issuer and back comes as a problem too.
            response.setEntity(null);
            return;
        }
        String title = Objects.requireNonNullElse(problem.getTitle(), "Something went wrong");
        String detail = Objects.requireNonNullElse(problem.getDetail(), "");
        TemplateInstance page = problem.getStatusCode() == UNAUTHORIZED
                ? Templates.refused()
                : Templates.problem(problem.getStatusCode(), title, detail);
        response.setEntity(page.render(), null, MediaType.valueOf(HTML));
    }
}
