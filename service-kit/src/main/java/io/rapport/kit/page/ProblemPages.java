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

    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

    @CheckedTemplate(basePath = "kit")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance problem(int status, String title, String detail);
    }

    @ServerResponseFilter
    void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!Pages.owns(request.getUriInfo().getPath())) {
            return;
        }
        response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        if (response.getEntity() instanceof HttpProblem problem) {
            String page = Templates.problem(
                            problem.getStatusCode(),
                            Objects.requireNonNullElse(problem.getTitle(), "Something went wrong"),
                            Objects.requireNonNullElse(problem.getDetail(), ""))
                    .render();
            response.setEntity(page, null, MediaType.valueOf(HTML));
        }
    }
}
